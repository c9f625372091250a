//! Callers who say nothing, too much, or are told no while they still speak.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::routing::post;
use http::StatusCode;
use redress::connections::{Patience, accept};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

const SHORT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(60);

/// A server of one door that refuses without reading, and one that reads everything.
async fn serve(patience: Patience) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let all = post(async |body: Result<Bytes, _>| match body {
        Ok(body) => (StatusCode::OK, body.len().to_string()),
        Err(_) => (StatusCode::BAD_REQUEST, String::new()),
    });
    let router = Router::new()
        .route("/no", post(async |_: Request| StatusCode::INSUFFICIENT_STORAGE))
        .route("/all", all);
    tokio::spawn(accept(listener, router, patience, std::future::pending()));
    address
}

/// What the server says until it closes.
async fn told(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

/// A caller who opens a connection and does not finish a request's head keeps it for a limited time only.
#[tokio::test]
async fn a_silent_connection_is_closed() {
    let patience = Patience { head: SHORT, body: LONG, ..Patience::default() };
    let mut stream = TcpStream::connect(serve(patience).await).await.unwrap();
    stream.write_all(b"POST /all HTTP/1.1\r\nHost: a\r\nX-Slow: ").await.unwrap();
    let text = told(&mut stream).await;
    assert!(text.is_empty() || text.starts_with("HTTP/1.1 408"), "{text}");
}

/// A body that stops coming is given up, and the handler hears of it.
#[tokio::test]
async fn a_body_that_falls_silent_is_given_up() {
    let patience = Patience { head: LONG, body: SHORT, ..Patience::default() };
    let mut stream = TcpStream::connect(serve(patience).await).await.unwrap();
    stream.write_all(b"POST /all HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").await.unwrap();
    assert!(told(&mut stream).await.starts_with("HTTP/1.1 400"));
}

/// D1: whoever is told no while sending still gets to read it, and the connection serves the next request.
#[tokio::test]
async fn a_refusal_reaches_a_caller_who_still_sends() {
    let patience = Patience { head: LONG, body: LONG, ..Patience::default() };
    let mut stream = TcpStream::connect(serve(patience).await).await.unwrap();
    let size = 4 << 20;
    stream
        .write_all(format!("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n").as_bytes())
        .await
        .unwrap();
    stream.write_all(&vec![b'x'; size]).await.unwrap();
    let next = "POST /all HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc";
    stream.write_all(next.as_bytes()).await.unwrap();
    let text = told(&mut stream).await;
    assert!(
        text.starts_with("HTTP/1.1 507") && text.contains("HTTP/1.1 200") && text.ends_with('3'),
        "{text}"
    );
}

/// D1: what is far too long is not heard out: the refusal says that the connection ends.
#[tokio::test]
async fn a_refusal_of_something_endless_ends_the_connection() {
    let patience = Patience { head: LONG, body: LONG, ..Patience::default() };
    let stream = TcpStream::connect(serve(patience).await).await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let sends = tokio::spawn(async move {
        writing.write_all(b"POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n").await?;
        loop {
            writing.write_all(&[b'x'; 65536]).await?;
        }
        #[allow(unreachable_code, reason = "names the type of the block")]
        std::io::Result::Ok(())
    });
    let mut head = vec![0; 200];
    let length = reading.read(&mut head).await.unwrap();
    let head = String::from_utf8_lossy(&head[..length]).to_lowercase();
    assert!(head.starts_with("http/1.1 507") && head.contains("connection: close"), "{head}");
    assert!(sends.await.unwrap().is_err());
}

/// D1: a caller who waits to be asked for a body that is not wanted is told so and sends none of it.
#[tokio::test]
async fn a_body_that_is_not_wanted_is_not_asked_for() {
    let patience = Patience { head: LONG, body: LONG, ..Patience::default() };
    let mut stream = TcpStream::connect(serve(patience).await).await.unwrap();
    let head = "POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let text = told(&mut stream).await.to_lowercase();
    assert!(text.starts_with("http/1.1 507") && text.contains("connection: close"), "{text}");
}

/// C1: what a caller set in motion is done to its end although the caller has gone.
#[tokio::test]
async fn a_handler_runs_to_its_end_without_its_caller() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let [begun, left, done] = [(); 3].map(|()| Arc::new(Notify::new()));
    let (begins, waits, ends) = (Arc::clone(&begun), Arc::clone(&left), Arc::clone(&done));
    let handler = post(async move || {
        begins.notify_one();
        waits.notified().await;
        ends.notify_one();
    });
    let router = Router::new().route("/do", handler);
    tokio::spawn(accept(listener, router, Patience::default(), std::future::pending()));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"POST /do HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").await.unwrap();
    begun.notified().await;
    drop(stream);
    // The server notices the end of the connection before it is asked for anything else.
    TcpStream::connect(address).await.unwrap().write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    left.notify_one();
    done.notified().await;
}
