//! The accept loop: connections enter, limited in number and patience; leaves when told to stop.
//!
//! `axum::serve` never cuts a silent client; this loop does: heads have a time-out of their own
//! (hyper's, with a timer), anything else that stops moving is cut by [`IdleStream`], and no more than
//! a set number of connections are open at once (further ones wait in the kernel's queue).

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::{body::Body, response::Response};
use hyper::{Request, body::Incoming};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};
use tower::{Service, ServiceExt as _};

use super::idle::{Busy, IdleStream, Watched};
use crate::config::ServerConfig;

/// How long requests under way may take to end after a stop was asked for.
const DRAIN: Duration = Duration::from_secs(10);

/// The other end of the connection, put into every request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Serves until `stop` turns true, then drains.
pub async fn serve<S>(listener: TcpListener, service: S, config: &ServerConfig, mut stop: watch::Receiver<bool>)
where
    S: Service<Request<Body>, Response = Response, Error = Infallible, Future: Send> + Clone + Send + 'static,
{
    let places = Arc::new(Semaphore::new(config.max_connections.max(1)));
    let patience = Duration::from_secs(config.header_timeout.max(1));
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let Some((socket, peer, place)) = accepted else { continue };
        let connection = connection(socket, peer, service.clone(), patience);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks is the client's business, not an error of ours.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended");
            }
            drop(place);
        });
    }
    drop(listener);
    tracing::info!("stopping: {} connections to drain", graceful.count());
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections were still busy after {} s and were cut", DRAIN.as_secs());
    }
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
    match listener.accept().await {
        Ok((socket, peer)) => Some((socket, peer, place)),
        Err(error) => {
            // Out of file descriptors, most likely: wait for some connections to end.
            tracing::warn!(%error, "cannot accept a connection");
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

fn connection<S>(
    socket: TcpStream,
    peer: SocketAddr,
    service: S,
    patience: Duration,
) -> hyper::server::conn::http1::Connection<
    TokioIo<IdleStream>,
    TowerToHyperService<
        impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future = impl Send> + Clone,
    >,
>
where
    S: Service<Request<Body>, Response = Response, Error = Infallible, Future: Send> + Clone + Send + 'static,
{
    let _ = socket.set_nodelay(true);
    let busy = Busy::default();
    let (arrives, answered) = (busy.clone(), busy.clone());
    let service = service
        .map_request(move |request: Request<Incoming>| {
            let mut request = request.map(|body| Body::new(Watched::new(body, arrives.clone())));
            request.extensions_mut().insert(Peer(peer));
            request
        })
        .map_response(move |response| {
            answered.set(false);
            response
        });
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(IdleStream::new(socket, busy, patience)), TowerToHyperService::new(service))
}
