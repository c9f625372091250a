//! Draws simple scenes, pixel by pixel.

use crate::dice::Dice;

type Colour = [u8; 3];

/// What is on a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// A carton with a crushed corner.
    Parcel,
    /// A care label on cloth.
    Label,
    /// A cracked screen.
    Screen,
    /// Cloth with a stain.
    Cloth,
    /// A chat on a phone.
    Chat,
}

/// A picture in the making.
#[derive(Debug, Clone)]
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    pixels: Vec<Colour>,
}

impl Canvas {
    pub(super) fn draw(width: usize, height: usize, scene: Scene, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut canvas = Self { width, height, pixels: vec![[0; 3]; width * height] };
        match scene {
            Scene::Parcel => canvas.parcel(&mut dice),
            Scene::Label => canvas.label(&mut dice),
            Scene::Screen => canvas.screen(&mut dice),
            Scene::Cloth => canvas.cloth(&mut dice),
            Scene::Chat => canvas.chat(&mut dice),
        }
        canvas
    }

    /// The pixel there; outside, the nearest one at the edge.
    pub(super) fn at(&self, x: usize, y: usize) -> Colour {
        let (x, y) = (x.min(self.width - 1), y.min(self.height - 1));
        self.pixels.get(y * self.width + x).copied().unwrap_or_default()
    }

    fn set(&mut self, x: usize, y: usize, colour: Colour) {
        if x < self.width
            && let Some(pixel) = self.pixels.get_mut(y * self.width + x)
        {
            *pixel = colour;
        }
    }

    /// Fills a rectangle, in thousandths of width and height: from left and top to right and bottom.
    fn fill(&mut self, [left, top, right, bottom]: [usize; 4], colour: Colour) {
        for y in top * self.height / 1000..bottom * self.height / 1000 {
            for x in left * self.width / 1000..right * self.width / 1000 {
                self.set(x, y, colour);
            }
        }
    }

    /// A surface with light from above and the grain of a small camera.
    fn surface(&mut self, colour: Colour, dice: &mut Dice) {
        for y in 0..self.height {
            for x in 0..self.width {
                let light = 24 - i64::try_from(48 * y / self.height).unwrap_or(0) + dice.between(-4, 4);
                self.set(x, y, colour.map(|part| shifted(part, light)));
            }
        }
    }

    /// A crooked line from a point on, in thousandths.
    fn crack(&mut self, from: (i64, i64), steps: usize, colour: Colour, dice: &mut Dice) {
        let (mut x, mut y) = from;
        let (across, down) = (dice.between(-9, 9), dice.between(3, 9));
        for _ in 0..steps {
            x = (x + across + dice.between(-4, 4)).clamp(0, 990);
            y = (y + down + dice.between(-3, 3)).clamp(0, 990);
            let (left, top) = (usize::try_from(x).unwrap_or(0), usize::try_from(y).unwrap_or(0));
            self.fill([left, top, left + 8, top + 9], colour);
        }
    }

    fn parcel(&mut self, dice: &mut Dice) {
        self.surface([206, 204, 198], dice);
        self.fill([180, 240, 820, 860], [186, 140, 92]);
        self.fill([180, 240, 820, 270], [160, 116, 72]);
        self.fill([470, 240, 540, 860], [214, 190, 140]);
        self.fill([250, 640, 430, 780], [242, 240, 232]);
        for n in 0..6 {
            let left = 265 + n * 26;
            self.fill([left, 665, left + 8 + n % 3 * 5, 750], [40, 40, 44]);
        }
        for _ in 0..9 {
            self.crack((dice.between(640, 800), dice.between(240, 320)), 22, [104, 72, 44], dice);
        }
    }

    fn label(&mut self, dice: &mut Dice) {
        self.surface([176, 138, 96], dice);
        self.fill([280, 180, 720, 840], [246, 245, 240]);
        for n in 0..8 {
            let right = usize::try_from(dice.between(420, 660)).unwrap_or(500);
            self.fill([330, 250 + n * 66, right, 272 + n * 66], [58, 60, 66]);
        }
    }

    fn screen(&mut self, dice: &mut Dice) {
        self.surface([150, 152, 158], dice);
        self.fill([120, 120, 880, 800], [30, 32, 38]);
        self.fill([150, 155, 850, 765], [52, 74, 110]);
        let from = (dice.between(300, 700), dice.between(200, 400));
        for _ in 0..12 {
            self.crack(from, 45, [212, 220, 230], dice);
        }
    }

    fn cloth(&mut self, dice: &mut Dice) {
        self.surface([150, 160, 178], dice);
        for _ in 0..60 {
            self.crack((dice.between(380, 560), dice.between(300, 480)), 14, [96, 70, 58], dice);
        }
    }

    fn chat(&mut self, dice: &mut Dice) {
        self.fill([0, 0, 1000, 1000], [237, 237, 240]);
        self.fill([0, 0, 1000, 90], [250, 250, 250]);
        for n in 0..6 {
            let top = 130 + n * 140;
            let length = usize::try_from(dice.between(240, 560)).unwrap_or(300);
            let mine = n % 2 == 1;
            let left = if mine { 900 - length } else { 100 };
            self.fill(
                [left, top, left + length, top + 100],
                if mine { [149, 214, 120] } else { [255, 255, 255] },
            );
            self.fill([left + 24, top + 30, left + length - 40, top + 44], [70, 72, 78]);
            self.fill([left + 24, top + 60, left + length / 2, top + 74], [70, 72, 78]);
        }
    }
}

fn shifted(part: u8, by: i64) -> u8 {
    u8::try_from((i64::from(part) + by).clamp(0, 255)).unwrap_or(part)
}
