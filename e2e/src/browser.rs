//! A headless Chromium with a profile of its own: a given size, a language, scripts on or off.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use thirtyfour::support::base64_decode;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, Cookie, WebDriver};

use crate::{Error, Guarded, Result};

/// Elements within a box that scrolls by itself may be wider than the window.
const STICKS_OUT: &str = r"
    const width = arguments[0];
    const over = document.documentElement.scrollWidth - width;
    const scrolls = el => { for (let at = el.parentElement; at && at !== document.body; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== 'visible') return true; return false; };
    const name = el => el.tagName.toLowerCase() + (el.id ? '#' + el.id : '') + [...el.classList].map(c => '.' + c).join('');
    const wide = over <= 0 ? [] : [...document.querySelectorAll('body *')]
        .filter(el => el.getBoundingClientRect().right > width + 0.5 && !scrolls(el)).slice(0, 6).map(name);
    return [over, wide];
";

const TO_THE_MIDDLE: &str = r"(() => {
    const found = document.querySelector(CSS);
    if (!found) return [];
    found.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { x, y, width, height } = found.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
})()";

/// How large the window is, and whether it behaves like a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewport {
    /// 360 × 800, touch, mobile layout: the narrowest phone that B2 promises to serve.
    Phone,
    /// 1280 × 900.
    Desk,
}

impl Viewport {
    const fn size(self) -> (u32, u32) {
        match self {
            Self::Phone => (360, 800),
            Self::Desk => (1280, 900),
        }
    }
}

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// What kind of browser a story wants.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub viewport: Viewport,
    pub scripts: Scripts,
    /// A language tag as in `Accept-Language`: `zh-CN`, `zh-TW`, `en-GB`.
    pub language: &'static str,
}

impl Look {
    /// A phone in mainland Chinese with scripts, what most consumers hold.
    #[must_use]
    pub const fn phone() -> Self {
        Self { viewport: Viewport::Phone, scripts: Scripts::On, language: "zh-CN" }
    }

    /// A desk screen in mainland Chinese with scripts, what staff sit at.
    #[must_use]
    pub const fn desk() -> Self {
        Self { viewport: Viewport::Desk, ..Self::phone() }
    }

    #[must_use]
    pub const fn without_scripts(self) -> Self {
        Self { scripts: Scripts::Off, ..self }
    }

    #[must_use]
    pub const fn in_language(self, language: &'static str) -> Self {
        Self { language, ..self }
    }
}

/// An open browser. Use it as the [`WebDriver`] it holds; it ends on drop, without a farewell to the driver.
pub struct Browser {
    driver: WebDriver,
    look: Look,
    chromedriver: Guarded,
}

impl Browser {
    /// Starts chromedriver on a port it chooses itself, and Chromium under it.
    ///
    /// # Errors
    /// [`Error::EndedEarly`] without chromedriver, [`Error::Browser`] without Chromium.
    pub async fn start(look: Look) -> Result<Self> {
        let (chromedriver, port) = chromedriver()?;
        // The environment's proxy must not see requests to our own machine.
        let client = reqwest::Client::builder().no_proxy().build()?;
        let driver = WebDriver::builder(
            format!("http://127.0.0.1:{port}"),
            capabilities(look, &chromedriver.folder().join("profile"))?,
        )
        .client(client)
        .connect()
        .await?;
        // Its farewell on drop would block for a session that the guard ends anyway. It can fail only when quit already.
        let _ = driver.clone().leak();
        if look.scripts == Scripts::Off {
            // Not by Chromium's content setting: with it, some of WebDriver's own scripts never come to an end.
            driver.cdp().send_raw("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
        }
        Ok(Self { driver, look, chromedriver })
    }

    /// The folder with the browser's profile and temporary files, gone with it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.chromedriver.folder()
    }

    /// How it looks at pages.
    #[must_use]
    pub const fn look(&self) -> Look {
        self.look
    }

    /// Holds the session of `token` at the site of `address`, as if its person had signed in there.
    ///
    /// # Errors
    /// [`Error::Browser`] when the site does not answer.
    pub async fn be(&self, address: &str, token: &str) -> Result<()> {
        // A cookie can be set only for the site that is open; an address without a page opens it soonest.
        self.goto(address).await?;
        let mut cookie = Cookie::new("redress", token);
        cookie.set_path("/");
        Ok(self.add_cookie(cookie).await?)
    }

    /// Brings an element to the middle of the window; gives the place of its own middle there. Asked of the debugger,
    /// which also answers in a browser without scripts.
    ///
    /// # Errors
    /// [`Error::Browser`], or [`Error::Missing`] without such an element.
    pub async fn to_the_middle(&self, css: &str) -> Result<(f64, f64)> {
        let expression = TO_THE_MIDDLE.replace("CSS", &json!(css).to_string());
        let asked = json!({ "expression": expression, "returnByValue": true });
        let answer = self.cdp().send_raw("Runtime.evaluate", asked).await?;
        let at = |pointer| answer.pointer(pointer).and_then(Value::as_f64).ok_or(Error::Missing(pointer));
        Ok((at("/result/value/0")?, at("/result/value/1")?))
    }

    /// Presses the mouse at a place of the window, as WebDriver itself cannot in a browser without scripts.
    ///
    /// # Errors
    /// [`Error::Browser`].
    pub async fn press_at(&self, x: f64, y: f64) -> Result<()> {
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.cdp().send_raw("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// By how many pixels the page is wider than the window, and the elements that stick out.
    ///
    /// # Errors
    /// [`Error::Browser`].
    pub async fn sticks_out(&self) -> Result<(i64, Vec<String>)> {
        let (width, _) = self.look.viewport.size();
        Ok(self.execute(STICKS_OUT, vec![json!(width)]).await?.convert()?)
    }

    /// The window as it is, without what lies beyond it, as a PNG.
    ///
    /// # Errors
    /// [`Error::Browser`], or [`Error::File`] when the picture cannot be written.
    pub async fn window_shot(&self, path: &Path) -> Result<()> {
        Ok(std::fs::write(path, self.screenshot_as_png().await?)?)
    }

    /// The whole page, beyond the window too, as `e2e/shots/NAME-{360,1280}-LANGUAGE.png`.
    ///
    /// # Errors
    /// [`Error::Browser`], or [`Error::File`] when the picture cannot be written.
    pub async fn shot(&self, name: &str) -> Result<PathBuf> {
        let metrics = self.cdp().send_raw("Page.getLayoutMetrics", ()).await?;
        let (width, height) =
            (whole(&metrics, "/cssContentSize/width")?, whole(&metrics, "/cssContentSize/height")?);
        let answer = self
            .cdp()
            .send_raw(
                "Page.captureScreenshot",
                json!({
                    "format": "png",
                    "captureBeyondViewport": true,
                    "clip": { "x": 0, "y": 0, "width": width, "height": height, "scale": 1 },
                }),
            )
            .await?;
        let picture = answer.get("data").and_then(Value::as_str).ok_or(Error::Missing("data"))?;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("shots");
        std::fs::create_dir_all(&folder)?;
        let (across, _) = self.look.viewport.size();
        let path = folder.join(format!("{name}-{across}-{}.png", self.look.language));
        std::fs::write(&path, base64_decode(picture)?)?;
        Ok(path)
    }
}

impl Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.driver
    }
}

/// Starts chromedriver; gives the port it chose. It chooses one that is free for IPv6 and ends when somebody has it for IPv4.
fn chromedriver() -> Result<(Guarded, u16)> {
    let mut tries = 0;
    loop {
        let mut program = Guarded::start("chromedriver", ["--port=0"], tempfile::tempdir()?)?;
        let port = program.first_line(|line| {
            let (_, port) = line.split_once("was started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        match port {
            Ok(port) => return Ok((program, port)),
            Err(Error::EndedEarly { said, .. }) if tries < 5 && said.contains("port not available") => {
                tries += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

fn whole(metrics: &Value, pointer: &'static str) -> Result<f64> {
    metrics.pointer(pointer).and_then(Value::as_f64).map(f64::ceil).ok_or(Error::Missing(pointer))
}

fn capabilities(look: Look, profile: &Path) -> Result<ChromeCapabilities> {
    let mut wanted = ChromeCapabilities::new();
    for flag in [
        "--headless",
        // Chromium's sandbox needs rights that root and containers lack; we open none but our own pages.
        "--no-sandbox",
        // Containers give /dev/shm 64 MB, less than one long page.
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-breakpad",
        "--no-first-run",
        "--no-proxy-server",
        "--hide-scrollbars",
    ] {
        wanted.add_arg(flag)?;
    }
    wanted.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    wanted.add_arg(&format!("--accept-lang={}", look.language))?;
    wanted.add_arg(&format!("--lang={}", look.language))?;

    let (width, height) = look.viewport.size();
    let phone = look.viewport == Viewport::Phone;
    wanted.add_experimental_option(
        "mobileEmulation",
        json!({ "deviceMetrics": {
            "width": width, "height": height, "pixelRatio": 1.0, "touch": phone, "mobile": phone,
        } }),
    )?;
    Ok(wanted)
}
