//! The icons, decoded: their size and colours are what the file's name promises.

use std::io::Cursor;

use domain::{Message, msg};
use png::{ColorType, Decoder, Limits, Transformations};
use serde_json::Value;

use super::archive::Files;
use super::{short, text};

/// Memory that decoding one may take.
const MEMORY: usize = 8 * 1024 * 1024;
/// Almost invisible: its colour does not matter.
const INVISIBLE: u8 = 8;
/// Almost white.
const WHITE: u8 = 250;

/// What is wrong, and what someone should look at.
pub(super) fn check(manifest: &Value, files: &Files) -> (Vec<Message>, Vec<Message>) {
    let (mut wrong, mut doubts) = (Vec::new(), Vec::new());
    for (at, side) in [("/icons/color", 192), ("/icons/outline", 32), ("/icons/color32x32", 32)] {
        let Some(name) = text(manifest, at) else { continue };
        let about = |id: &str| msg(id).text("at", at).text("name", short(name));
        let Some(content) = files.contents.get(name) else {
            wrong.push(about("teams-package-icon-missing"));
            continue;
        };
        let Some(picture) = decode(content) else {
            wrong.push(about("teams-package-icon-not-png"));
            continue;
        };
        if (picture.width, picture.height) != (side, side) {
            let (width, height) = (picture.width as usize, picture.height as usize);
            let text = about("teams-package-icon-size").count("width", width).count("height", height);
            wrong.push(text.count("side", side as usize));
        } else if at == "/icons/outline" && !picture.is_outline() {
            doubts.push(about("teams-package-icon-outline"));
        }
    }
    (wrong, doubts)
}

struct Picture {
    width: u32,
    height: u32,
    /// Red, green, blue, alpha; empty when it has another size than any icon.
    pixels: Vec<[u8; 4]>,
}

impl Picture {
    /// White on transparent, and something of both.
    fn is_outline(&self) -> bool {
        let visible = |pixel: &&[u8; 4]| pixel[3] > INVISIBLE;
        let drawn = self.pixels.iter().filter(visible).count();
        let white = |pixel: &[u8; 4]| pixel[..3].iter().all(|part| *part >= WHITE);
        drawn > 0 && drawn < self.pixels.len() && self.pixels.iter().filter(visible).all(white)
    }
}

fn decode(content: &[u8]) -> Option<Picture> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(content), Limits { bytes: MEMORY });
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width > 1024 || height > 1024 {
        return Some(Picture { width, height, pixels: Vec::new() });
    }
    let mut buffer = vec![0; reader.output_buffer_size().filter(|size| *size <= MEMORY)?];
    let frame = reader.next_frame(&mut buffer).ok()?;
    let bytes = buffer.get(..frame.buffer_size())?;
    let pixels = match frame.color_type {
        ColorType::Rgba => bytes.chunks_exact(4).map(|p| [p[0], p[1], p[2], p[3]]).collect(),
        ColorType::GrayscaleAlpha => bytes.chunks_exact(2).map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        ColorType::Rgb => bytes.chunks_exact(3).map(|p| [p[0], p[1], p[2], u8::MAX]).collect(),
        ColorType::Grayscale => bytes.iter().map(|p| [*p, *p, *p, u8::MAX]).collect(),
        ColorType::Indexed => return None,
    };
    Some(Picture { width, height, pixels })
}
