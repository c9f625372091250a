//! What a person does at a page: looks for something, presses it, types.

use std::io::Write as _;
use std::time::Duration;

use e2e::thirtyfour::prelude::*;
use e2e::{Browser, Cast, Demo, Look, Order, Player, Scripts};

const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(100);

/// The demo with its people and orders.
pub struct Stage {
    pub demo: Demo,
    pub cast: Cast,
}

impl Stage {
    pub fn set(cases: usize) -> Self {
        let demo = Demo::with_cases(cases).unwrap();
        let cast = demo.cast().unwrap();
        Self { demo, cast }
    }

    pub fn player(&self, role: &str) -> &Player {
        self.cast.people.iter().find(|p| p.role == role).unwrap()
    }

    pub fn consumer(&self, name: &str) -> &Player {
        self.cast.people.iter().find(|p| p.role == "consumer" && p.name == name).unwrap()
    }

    pub fn merchant(&self, id: &str) -> &Player {
        self.cast.people.iter().find(|p| p.merchant_id.as_deref() == Some(id)).unwrap()
    }

    /// The orders that nobody complains about yet.
    pub fn free(&self) -> impl Iterator<Item = &Order> {
        self.cast.orders.iter().filter(|order| order.dispute.is_none())
    }

    /// Someone whose browser is signed in already.
    pub async fn enter(&self, look: Look, player: &Player) -> Visitor<'_> {
        let visitor = self.come(look).await;
        visitor.be(player).await;
        visitor
    }

    /// A stranger.
    pub async fn come(&self, look: Look) -> Visitor<'_> {
        Visitor { stage: self, browser: Browser::start(look).await.unwrap() }
    }
}

/// A person before a browser.
pub struct Visitor<'a> {
    stage: &'a Stage,
    pub browser: Browser,
}

impl Visitor<'_> {
    pub async fn be(&self, player: &Player) {
        self.browser.be(&self.stage.demo.at("/assets/logo.svg"), &player.token).await.unwrap();
    }

    pub async fn open(&self, path: &str) {
        self.browser.goto(self.stage.demo.at(path)).await.unwrap();
    }

    pub async fn path(&self) -> String {
        self.browser.current_url().await.unwrap().path().to_owned()
    }

    pub async fn has(&self, css: &str) -> bool {
        self.browser.query(By::Css(css)).nowait().exists().await.unwrap()
    }

    /// Waits until it is there.
    pub async fn sees(&self, css: &str) -> WebElement {
        match self.browser.query(By::Css(css)).wait(PATIENCE, GLANCE).first().await {
            Ok(found) => found,
            Err(_) => panic!("no {css} at {}:\n{}", self.path().await, self.text("main").await),
        }
    }

    pub async fn text(&self, css: &str) -> String {
        self.browser.find(By::Css(css)).await.unwrap().text().await.unwrap()
    }

    /// Presses what is there, in the middle of the window, where no bar lies over it.
    pub async fn press(&self, css: &str) {
        let found = self.sees(css).await;
        let (x, y) = self.browser.to_the_middle(css).await.unwrap();
        let pressed = match self.browser.look().scripts {
            Scripts::On => found.click().await.map_err(Into::into),
            Scripts::Off => self.browser.press_at(x, y).await,
        };
        if let Err(problem) = pressed {
            panic!("could not press {css} at {}: {problem}", self.path().await);
        }
    }

    /// Presses what leads to another page, and waits until the page is another.
    pub async fn turns(&self, css: &str) {
        let before = self.browser.find(By::Css("html")).await.unwrap();
        self.press(css).await;
        if before.wait_until().wait(PATIENCE, GLANCE).stale().await.is_err() {
            panic!("{css} leads nowhere at {}:\n{}", self.path().await, self.text("main").await);
        }
        self.sees("main").await;
    }

    pub async fn types(&self, css: &str, text: &str) {
        let found = self.sees(css).await;
        found.clear().await.unwrap();
        found.send_keys(text).await.unwrap();
    }

    /// Waits for what another's act brings onto this page: by itself with scripts, else by looking again.
    pub async fn awaits(&self, css: &str) {
        if self.browser.look().scripts == Scripts::On {
            self.sees(css).await;
            return;
        }
        for _ in 0..100 {
            if self.browser.query(By::Css(css)).wait(GLANCE * 2, GLANCE).exists().await.unwrap() {
                return;
            }
            self.browser.refresh().await.unwrap();
        }
        panic!("{css} did not come at {}:\n{}", self.path().await, self.text("main").await);
    }
}

/// A small real picture: grey, 16 × 16, as a PNG that any decoder reads.
pub fn picture() -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().prefix("label-").suffix(".png").tempfile().unwrap();
    file.write_all(&png(16)).unwrap();
    file
}

/// A PNG whose data is stored without compression (RFC 1951 §3.2.4).
fn png(side: u8) -> Vec<u8> {
    let row = [&[0_u8][..], &vec![0x80; side.into()]].concat();
    let raw = row.repeat(side.into());
    let length = u16::try_from(raw.len()).unwrap();
    let mut data = vec![0x78, 0x01, 0x01];
    data.extend(length.to_le_bytes());
    data.extend((!length).to_le_bytes());
    data.extend(&raw);
    let (a, b) = raw.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    data.extend((b << 16 | a).to_be_bytes());
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let head = [0, 0, 0, side, 0, 0, 0, side, 8, 0, 0, 0, 0];
    for (name, body) in [(b"IHDR", &head[..]), (b"IDAT", &data), (b"IEND", &[])] {
        png.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        let chunk = [&name[..], body].concat();
        png.extend(&chunk);
        png.extend(crc(&chunk).to_be_bytes());
    }
    png
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}
