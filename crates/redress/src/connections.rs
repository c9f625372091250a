//! Connections over which requests come in: bounded in number and in how long they may stay silent, and heard out
//! before they are told that they asked for too much.

use std::convert::Infallible;
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request};
use axum::response::{IntoResponse as _, Response};
use http::header::{CONNECTION, EXPECT};
use http::{HeaderValue, Request as HttpRequest, StatusCode};
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep, sleep, timeout};
use tower::ServiceExt as _;

/// Bytes of a body that nobody wanted which are read all the same. A connection that is closed on unread bytes is reset,
/// and the answer is lost with it (RFC 9112 §9.6).
const HEARD_OUT: usize = 8 << 20;

/// How long, and how many.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Most connections at once; further ones wait in the system's queue.
    pub connections: usize,
    /// For the whole head of a request, the wait between two requests included.
    pub head: Duration,
    /// Between two pieces of a body.
    pub body: Duration,
    /// For requests under way when the server is told to end.
    pub leave: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connections: 10_000,
            head: Duration::from_secs(75),
            body: Duration::from_secs(60),
            leave: Duration::from_secs(30),
        }
    }
}

/// Accepts until `stop` completes, then lets the requests under way be answered.
pub async fn accept(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(patience.connections));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            // The semaphore is never closed.
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = serve(stream, peer, router.clone(), patience, graceful.watcher());
                tokio::spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(error) => recover(&error).await,
        }
    }
    drop(listener);
    if timeout(patience.leave, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut off");
    }
}

/// A caller who went away concerns nobody; a lack of file handles passes when others are done.
async fn recover(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "no connection could be accepted");
        sleep(Duration::from_secs(1)).await;
    }
}

async fn serve(stream: TcpStream, peer: SocketAddr, router: Router, patience: Patience, watcher: Watcher) {
    // An answer waits for no acknowledgement of an earlier one; a connection that cannot be set so only answers later.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
    let service = service_fn(|mut request: HttpRequest<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        answer(router.clone(), request, patience.body)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let connection = http.serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// A handler runs to its end even if the caller goes away: what was written is also remembered and told.
async fn handled(router: Router, request: Request) -> Response {
    match tokio::spawn(router.oneshot(request)).await {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(error) => {
            tracing::error!(%error, "a handler stopped short");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn answer(
    router: Router,
    request: HttpRequest<Incoming>,
    patience: Duration,
) -> Result<Response, Infallible> {
    if request.body().is_end_stream() {
        return Ok(handled(router, request.map(Body::new)).await);
    }
    let waits = request.headers().contains_key(EXPECT);
    let back = Arc::default();
    let lend =
        |body| Lent { body: Some(body), back: Arc::clone(&back), patience, silence: None, asked: false };
    let request: Request = request.map(|body| Body::new(lend(body)));
    let mut response = handled(router, request).await;
    let left = back.lock().unwrap_or_else(PoisonError::into_inner).take();
    // Whoever waits to be asked for the body (RFC 9110 §10.1.1) and was not need not send it at all.
    if let Some(Left { body, asked }) = left
        && ((waits && !asked) || !hear_out(lend(body)).await)
    {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response)
}

/// Reads what is left of a body, as far as that is reasonable. True at its end.
async fn hear_out(mut body: Lent) -> bool {
    let mut heard = 0;
    while heard <= HEARD_OUT {
        match std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            None => return true,
            Some(Err(_)) => return false,
            Some(Ok(frame)) => heard += frame.data_ref().map_or(0, Bytes::len),
        }
    }
    false
}

/// A request's body, lent to the handler: it may not fall silent, and what the handler leaves unread comes back.
struct Lent {
    body: Option<Incoming>,
    back: Arc<Mutex<Option<Left>>>,
    patience: Duration,
    silence: Option<Pin<Box<Sleep>>>,
    asked: bool,
}

/// What was left unread of a body, and whether any of it was asked for.
struct Left {
    body: Incoming,
    asked: bool,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(body) = self.body.take().filter(|body| !body.is_end_stream()) {
            *self.back.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(Left { body, asked: self.asked });
        }
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        this.asked = true;
        let Some(body) = &mut this.body else { return Poll::Ready(None) };
        if let Poll::Ready(frame) = Pin::new(body).poll_frame(cx) {
            this.silence = None;
            if !matches!(frame, Some(Ok(_))) {
                // At its end or broken: nothing to give back.
                this.body = None;
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let until = Instant::now() + this.patience;
        ready!(
            this.silence.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until))).as_mut().poll(cx)
        );
        this.body = None;
        Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::TimedOut).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), HttpBody::size_hint)
    }
}
