//! `answerdesk serve`

use std::{
    net::SocketAddr,
    process::{ExitCode, Stdio},
    sync::Arc,
};

use anyhow::Context as _;
use tokio::{net::TcpListener, signal::unix, sync::watch};

use crate::{app::App, base::Clock, config::Config, index, jobs, web};

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Address to serve on [default: 127.0.0.1:3000]
    #[arg(long, env = "ANSWERDESK_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
}

/// Serves until it is told to stop.
///
/// # Errors
/// When the knowledge base, index, database or address cannot be used.
pub fn run(arguments: Arguments, mut config: Config) -> anyhow::Result<ExitCode> {
    if let Some(listen) = arguments.listen {
        config.listen = listen;
    }
    index_beside(&config);
    let runtime = super::runtime()?;
    runtime.block_on(serve(config))?;
    // What still runs (a build, a stream) was told to stop and has had its time.
    runtime.shutdown_timeout(std::time::Duration::from_millis(200));
    Ok(ExitCode::SUCCESS)
}

/// A first build takes several times the memory that serving does, and leaves holes in it; so it is
/// made by a process of its own, which gives all of it back. Should that fail, this one builds.
fn index_beside(config: &Config) {
    if index::is_built(&config.index) || !config.kb.is_dir() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut command = std::process::Command::new(program);
    command.arg("--kb").arg(&config.kb).arg("--index").arg(&config.index).arg("index");
    let done = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    tracing::debug!(?done, "indexed beside");
}

async fn serve(mut config: Config) -> anyhow::Result<()> {
    let address = config.listen;
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; stop what listens there, or choose another with --listen")
    })?;
    config.listen = listener.local_addr()?;
    web::health::start_metrics();
    let bar = super::Bar::new("indexing");
    let app = App::start(config, Clock::System, &|progress| bar.at(progress.done, progress.total)).await?;
    bar.finish();
    announce(&app).await?;
    let jobs = jobs::start(&app);
    let metrics = metrics(&app).await?;
    tokio::spawn(stop_on_signal(app.clone()));
    let service = web::again::Again::before(app.clone(), web::router(app.clone()));
    web::server::serve(listener, service, &app.config.server, app.stopping()).await;
    for job in jobs.into_iter().chain(metrics) {
        let _ = job.await;
    }
    app.close().await;
    Ok(())
}

async fn announce(app: &App) -> anyhow::Result<()> {
    let (snapshot, url) = (app.snapshot(), app.config.public_url());
    let stats = snapshot.library.stats();
    tracing::info!(
        revision = %snapshot.revision,
        "{} articles, {} cards, {} files left out; serving {url} (listening on {})",
        stats.articles, stats.cards, stats.skipped, app.config.listen,
    );
    if snapshot.library.locales().is_empty() {
        let root = snapshot.library.root().display();
        tracing::warn!("there is no language yet: put articles into a folder named after theirs, such as {root}/en");
    }
    if let Some(path) = app.setup_path().await.map_err(anyhow::Error::from)? {
        tracing::info!("nobody can sign in yet; make yourself the first admin: {url}{path}");
    }
    Ok(())
}

async fn metrics(app: &Arc<App>) -> anyhow::Result<Option<tokio::task::JoinHandle<()>>> {
    let Some(address) = app.config.server.metrics_listen else { return Ok(None) };
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot serve metrics on {address}"))?;
    let app = app.clone();
    Ok(Some(tokio::spawn(async move {
        let router = web::health::metrics_router(app.clone());
        web::server::serve(listener, router, &app.config.server, app.stopping()).await;
    })))
}

async fn stop_on_signal(app: Arc<App>) {
    let mut stopping: watch::Receiver<bool> = app.stopping();
    let signals = (unix::signal(unix::SignalKind::terminate()), unix::signal(unix::SignalKind::interrupt()));
    let (Ok(mut terminate), Ok(mut interrupt)) = signals else { return };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = stopping.wait_for(|stop| *stop) => {}
    }
    app.stop();
}
