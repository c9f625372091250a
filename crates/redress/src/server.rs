//! The running server: all doors on one address, jobs and followers beside them, a stop that loses nothing.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use app::App;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::Config;
use crate::connections::{Patience, accept};
use crate::platform::StartError;
use crate::{health, platform};

/// A bound server, not yet serving.
pub struct Bound {
    pub app: Arc<App>,
    pub address: SocketAddr,
    listener: TcpListener,
    router: Router,
}

/// What stands between the server and its callers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Before<'a> {
    pub public_url: Option<&'a str>,
    /// A proxy that appends the caller's address to `X-Forwarded-For`.
    pub proxy: bool,
}

/// Everything that is served, under one router.
pub fn router(app: &Arc<App>, before: Before<'_>) -> Router {
    let secure = before.public_url.is_some_and(|url| url.starts_with("https://"));
    let settings = pages::Settings { secure_cookies: secure };
    let router = Router::new()
        .merge(api::router(Arc::clone(app), api::Extra::default()))
        .merge(health::router(Arc::clone(app)))
        .merge(pages::router(Arc::clone(app), settings));
    if before.proxy { router.layer(from_fn(named_by_proxy)) } else { router }
}

/// The caller's address is the last one in the header, which our own proxy wrote; those before it are what the caller says.
async fn named_by_proxy(mut request: Request, next: Next) -> Response {
    let header = request.headers().get_all("x-forwarded-for").iter().next_back();
    let last =
        header.and_then(|header| header.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    match last {
        Some(ip) => drop(request.extensions_mut().insert(ConnectInfo(SocketAddr::from((ip, 0))))),
        // Limits by the proxy's own address would lock everybody out at once.
        None => drop(request.extensions_mut().remove::<ConnectInfo<SocketAddr>>()),
    }
    next.run(request).await
}

/// Binds the address; port 0 takes a free one.
///
/// # Errors
/// The address cannot be had.
pub async fn bind(app: Arc<App>, listen: SocketAddr, router: Router) -> Result<Bound, StartError> {
    let failed = |source| StartError::Listen { address: listen, source };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Bound { app, address, listener, router })
}

impl Bound {
    /// Serves until `stop` completes: requests under way are answered, jobs are settled, the store is closed.
    ///
    /// # Errors
    /// The store's.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), StartError> {
        let (stopping, stopped) = watch::channel(false);
        let jobs = tokio::spawn(worker(Arc::clone(&self.app), stopped.clone()));
        let followers = tokio::spawn(follower(Arc::clone(&self.app), stopped));
        let app = Arc::clone(&self.app);
        let announce = async move {
            stop.await;
            app.stop();
            let _ = stopping.send(true);
        };
        accept(self.listener, self.router, Patience::default(), announce).await;
        let _ = jobs.await;
        let _ = followers.await;
        self.app.store.close().await?;
        Ok(())
    }
}

async fn worker(app: Arc<App>, stop: watch::Receiver<bool>) {
    app::jobs::run_jobs(&app, stop).await;
}

async fn follower(app: Arc<App>, stop: watch::Receiver<bool>) {
    app::jobs::run_followers(&app, stop).await;
}

/// What ends the server: Ctrl-C or SIGTERM, listened to from the moment of this call, so that none of them gets lost
/// (and kills) between "ready" and the first request.
///
/// # Errors
/// The signals cannot be listened to.
#[cfg(unix)]
pub fn told_to_end() -> Result<impl Future<Output = ()> + Send + 'static, StartError> {
    use tokio::signal::unix::{SignalKind, signal};
    let failed = |e| StartError::Other(format!("signals cannot be listened to: {e}"));
    let mut interrupted = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminated = signal(SignalKind::terminate()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// What ends the server: Ctrl-C.
///
/// # Errors
/// None here.
#[cfg(not(unix))]
pub fn told_to_end() -> Result<impl Future<Output = ()> + Send + 'static, StartError> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// `redress serve`: opens the folder, prints the address, and on an empty one the link for the first admin.
///
/// # Errors
/// See [`StartError`].
pub async fn serve(config: &Config) -> Result<(), StartError> {
    let clock = Arc::new(crate::clock::SystemClock::default());
    let app = platform::open(config, clock)?;
    app::duty::refresh(&app).await?;
    let before = Before { public_url: config.public_url.as_deref(), proxy: config.behind_proxy };
    let router = router(&app, before);
    let bound = bind(Arc::clone(&app), config.listen, router).await?;
    let base = config.public_url.clone().unwrap_or_else(|| format!("http://{}", bound.address));
    let end = told_to_end()?;
    println!("{base}");
    println!("The log {} is signed with the public key {}", app.origin, app.signer.public());
    if let Some(token) = app::sign_in::open_setup(&app).await? {
        println!("Nobody can sign in yet. Make the first administrator here (the link works once):");
        println!("{base}/setup?token={token}");
    }
    bound.serve(end).await
}
