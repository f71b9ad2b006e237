//! A connection that is cut when nothing moves on it.
//!
//! hyper times a request's head from its first byte; a client that sends nothing, or stops in the
//! middle of a body or of reading an answer, it would keep for ever. This wraps the socket: a read or
//! write that waits longer than the limit, while nothing moves in the other direction either, fails.
//! While a request that has arrived whole is being answered, the client waits for us: nothing is cut.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::body::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep},
};

/// Whether a request of the connection has arrived whole and is being answered.
#[derive(Debug, Clone, Default)]
pub struct Busy(Arc<AtomicBool>);

impl Busy {
    /// Says so, or that it has been answered.
    pub fn set(&self, busy: bool) {
        self.0.store(busy, Ordering::Relaxed);
    }
}

/// A request's body that says when its end has been read.
pub struct Watched {
    body: Incoming,
    busy: Busy,
}

impl Watched {
    /// A body that may have no content at all.
    pub fn new(body: Incoming, busy: Busy) -> Self {
        if body.is_end_stream() {
            busy.set(true);
        }
        Self { body, busy }
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        if matches!(frame, Poll::Ready(None)) || self.body.is_end_stream() {
            self.busy.set(true);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A socket with an idle limit.
pub struct IdleStream {
    socket: TcpStream,
    busy: Busy,
    limit: Duration,
    alarm: Pin<Box<Sleep>>,
    moved: Instant,
}

impl IdleStream {
    /// Wraps a fresh connection; the clock starts now, before the first byte.
    pub fn new(socket: TcpStream, busy: Busy, limit: Duration) -> Self {
        Self { socket, busy, limit, alarm: Box::pin(tokio::time::sleep(limit)), moved: Instant::now() }
    }

    fn has_moved(&mut self) {
        self.moved = Instant::now();
    }

    /// Ready once the limit has passed since the last byte in either direction.
    fn poll_idle(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        while self.alarm.as_mut().poll(cx).is_ready() {
            if self.busy.0.load(Ordering::Relaxed) {
                self.has_moved();
            }
            let due = self.moved + self.limit;
            if Instant::now() >= due {
                return Poll::Ready(io::Error::from(io::ErrorKind::TimedOut));
            }
            self.alarm.as_mut().reset(due);
        }
        Poll::Pending
    }

    fn settle<T>(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match result {
            Poll::Ready(done) => {
                self.has_moved();
                Poll::Ready(done)
            }
            Poll::Pending => self.poll_idle(cx).map(Err),
        }
    }
}

impl AsyncRead for IdleStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.socket).poll_read(cx, buffer);
        self.settle(cx, result)
    }
}

impl AsyncWrite for IdleStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.settle(cx, result)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.socket).poll_write_vectored(cx, parts);
        self.settle(cx, result)
    }
}
