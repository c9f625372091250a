//! The harness tried on small pages of its own, so that a failing story means a failing product.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as loudly as the tests")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use e2e::{Browser, Guarded, Look, axe};
use tempfile::tempdir;
use thirtyfour::By;

const CLEAN: &str = r#"<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>我要投诉</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>我要投诉</h1><noscript><p id="without">未开启脚本</p></noscript>
<p id="text">退货、换货、退款，都可以在这里申请。</p><div style="height:2000px"></div><button>提交</button></main>
<script>document.getElementById("text").textContent = "脚本已运行";</script></body></html>"#;

const FAULTY: &str = r#"<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>我要投诉</title></head>
<body><main><h1>我要投诉</h1><button id="mute"></button></main></body></html>"#;

/// Serves `page` to every request on a free loopback port, for as long as the test's process lives, and writes into it at `{{}}` the
/// `Accept-Language` that came.
fn serve(page: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // Chromium opens connections that it may never use: none may wait for another.
            std::thread::spawn(move || answer(stream, page));
        }
    });
    address
}

fn answer(mut stream: TcpStream, page: &str) {
    let mut language = String::new();
    for line in BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
        if let Some((name, value)) = line.split_once(": ")
            && name.eq_ignore_ascii_case("accept-language")
        {
            value.clone_into(&mut language);
        }
    }
    let body = page.replace("{{}}", &language);
    // A browser that hangs up early is no concern of the server's.
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\
         Content-Security-Policy: style-src 'unsafe-inline'; script-src 'unsafe-inline'\r\n\r\n{body}",
        body.len()
    );
}

async fn text(browser: &Browser, id: &str) -> String {
    browser.find(By::Id(id)).await.unwrap().text().await.unwrap()
}

async fn inner_size(browser: &Browser) -> (u32, u32) {
    let size = browser.execute("return [innerWidth, innerHeight]", Vec::new()).await.unwrap();
    size.convert().unwrap()
}

/// Width and height stand at fixed places in every PNG's header.
fn png_size(path: &std::path::Path) -> (u32, u32) {
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(&bytes[1..4], b"PNG");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[tokio::test]
async fn axe_finds_nothing_on_a_clean_page_and_names_each_planted_fault() {
    let browser = Browser::start(Look::phone()).await.unwrap();
    browser.goto(serve(CLEAN)).await.unwrap();
    assert_eq!(axe(&browser).await.unwrap(), []);

    browser.goto(serve(FAULTY)).await.unwrap();
    let found = axe(&browser).await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].rule, "button-name");
    assert_eq!(found[0].elements, ["#mute"]);
}

#[tokio::test]
async fn scripts_run_when_on_and_not_when_off() {
    let page = serve(CLEAN);
    let browser = Browser::start(Look::desk()).await.unwrap();
    browser.goto(&page).await.unwrap();
    assert_eq!(text(&browser, "text").await, "脚本已运行");

    let browser = Browser::start(Look::desk().without_scripts()).await.unwrap();
    browser.goto(&page).await.unwrap();
    assert_eq!(text(&browser, "text").await, "退货、换货、退款，都可以在这里申请。");
    assert_eq!(text(&browser, "without").await, "未开启脚本");
}

#[tokio::test]
async fn a_phone_is_360_wide_and_a_desk_1280_and_pictures_show_the_whole_page() {
    let page = serve(CLEAN);
    for (look, size) in [(Look::phone(), (360, 800)), (Look::desk(), (1280, 900))] {
        let browser = Browser::start(look).await.unwrap();
        browser.goto(&page).await.unwrap();
        assert_eq!(inner_size(&browser).await, size);
        let path = browser.shot("harness").await.unwrap();
        assert!(path.ends_with(format!("shots/harness-{}-zh-CN.png", size.0)), "{path:?}");
        let (width, height) = png_size(&path);
        assert_eq!(width, size.0);
        assert!(height > 2000, "only {height} px of the page");
    }
}

#[tokio::test]
async fn the_browser_asks_for_the_language_of_its_person() {
    let page = serve("<!doctype html><p id=\"asked\">{{}}</p>");
    for language in ["zh-CN", "zh-TW", "en-GB"] {
        let browser = Browser::start(Look::desk().in_language(language)).await.unwrap();
        browser.goto(&page).await.unwrap();
        let asked = text(&browser, "asked").await;
        assert!(asked.starts_with(language), "{asked}");
        let own = browser.execute("return navigator.language", Vec::new()).await.unwrap();
        assert_eq!(own.json(), language);
    }
}

#[tokio::test]
async fn nothing_of_a_browser_is_left_after_it() {
    let folder = {
        let browser = Browser::start(Look::phone()).await.unwrap();
        assert!(!running_with(browser.folder()).is_empty());
        browser.folder().to_owned()
    };
    assert_eq!(running_with(&folder), Vec::<String>::new());
    assert!(!folder.exists());
}

#[test]
fn what_a_program_started_ends_with_it() {
    let folder = tempdir().unwrap();
    let path = folder.path().to_owned();
    let script = "sh -c 'sleep 1000; : \"$0\"' \"$0\" & echo ready; wait";
    let arguments = ["-c".as_ref(), script.as_ref(), path.as_os_str()];
    let mut program = Guarded::start("sh", arguments, folder).unwrap();
    program.first_line(|line| (line == "ready").then_some(())).unwrap();
    assert!(!running_with(&path).is_empty());
    drop(program);
    assert_eq!(running_with(&path), Vec::<String>::new());
}

#[test]
fn a_program_that_ends_early_is_told_with_its_words() {
    let mut program = Guarded::start("sh", ["-c", "echo out; echo err >&2"], tempdir().unwrap()).unwrap();
    let problem = program.first_line(|_| None::<()>).unwrap_err().to_string();
    assert!(problem.contains("out\nerr\n"), "{problem}");

    let mut program = Guarded::start("no-such-program", ["x"], tempdir().unwrap()).unwrap();
    let problem = program.first_line(|_| None::<()>).unwrap_err().to_string();
    assert!(problem.contains("not found"), "{problem}");
}

/// The command lines of living processes that name `path`.
fn running_with(path: &std::path::Path) -> Vec<String> {
    std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path().join("cmdline")).ok())
        .filter(|line| line.contains(&*path.to_string_lossy()))
        .map(|line| line.replace('\0', " "))
        .collect()
}
