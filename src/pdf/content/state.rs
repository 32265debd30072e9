//! The graphics state: what `q` saves and `Q` brings back. ISO 32000-2, 8.4 and 9.3.

use super::op;
use super::text::TextObject;
use crate::pdf::geometry::{Matrix, Rect};

/// A colour as far as reading needs it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paint {
    /// Perceived lightness, 0 black to 1 white.
    pub lightness: f32,
    /// Red, blue … and not a grey, as stamping ink is.
    pub vivid: bool,
    /// How the operands of `sc` are to be read.
    pub space: Space,
    /// Constant alpha.
    pub alpha: f32,
}

/// Families of colour spaces that differ in what an operand means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Gray, RGB, CMYK by the number of operands.
    Device,
    /// Separation, DeviceN: more is darker.
    Tint,
    /// Lab: the first operand is the lightness, 0 to 100.
    Lab,
    /// Indexed, patterns: not known.
    Other,
}

/// How far the strongest of three parts of a colour is from the weakest, where it is no grey.
const VIVID: f64 = 0.4;

fn spread([a, b, c]: [f64; 3]) -> f64 {
    a.max(b).max(c) - a.min(b).min(c)
}

impl Paint {
    pub const BLACK: Self = Self { lightness: 0.0, vivid: false, space: Space::Device, alpha: 1.0 };

    /// Sets the colour from the operands of an operator.
    pub fn set(&mut self, v: &[f64]) {
        let light = match (self.space, v) {
            (Space::Tint, [first, ..]) => 1.0 - v.iter().copied().fold(*first, f64::max),
            (Space::Lab, [light, ..]) => light / 100.0,
            (Space::Device, [gray]) => *gray,
            (Space::Device, [red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue,
            (Space::Device, [cyan, magenta, yellow, key]) => {
                (1.0 - (0.299 * cyan + 0.587 * magenta + 0.114 * yellow)) * (1.0 - key)
            }
            _ => 0.3,
        };
        self.lightness = light.clamp(0.0, 1.0) as f32;
        self.vivid = self.space == Space::Device
            && match v {
                [red, green, blue] => spread([*red, *green, *blue]) > VIVID,
                [cyan, magenta, yellow, key] => spread([*cyan, *magenta, *yellow]) * (1.0 - key) > VIVID,
                _ => false,
            };
    }

    /// Lightness as seen on white paper.
    pub fn seen(&self) -> f32 {
        1.0 - self.alpha * (1.0 - self.lightness)
    }
}

/// With what is painted and written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub line_width: f64,
    pub fill: Paint,
    pub stroke: Paint,
    pub font: Option<u16>,
    pub size: f64,
    /// Whether paint mixes with what is under it.
    pub blends: bool,
    /// Whether a soft mask lets through what is under the paint.
    pub masked: bool,
}

/// One graphics state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct State {
    pub ctm: Matrix,
    /// Visible part in shown coordinates.
    pub clip: Rect,
    pub style: Style,
    pub char_space: f64,
    pub word_space: f64,
    pub h_scale: f64,
    pub leading: f64,
    pub rise: f64,
    pub mode: u8,
    /// Whether the visible part is exactly `clip`, not only within it.
    pub clip_exact: bool,
}

impl State {
    pub fn new(ctm: Matrix, clip: Rect) -> Self {
        Self {
            ctm,
            clip,
            style: Style {
                line_width: 1.0,
                fill: Paint::BLACK,
                stroke: Paint::BLACK,
                font: None,
                size: 0.0,
                blends: false,
                masked: false,
            },
            char_space: 0.0,
            word_space: 0.0,
            h_scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            clip_exact: true,
        }
    }

    /// `Td` or `TD`: to the start of another line.
    #[inline]
    pub fn next_line(&mut self, key: u32, [x, y]: [f64; 2], text: &mut TextObject) {
        if key == op::MOVE_LEADING {
            self.leading = -y;
        }
        text.next_line(x, y);
    }

    /// Whether a filled area hides what is under it.
    pub fn covers(&self) -> bool {
        let Style { fill, blends, masked, .. } = &self.style;
        let opaque = fill.alpha > 0.98 && !blends && !masked;
        opaque && self.clip_exact && fill.space != Space::Other
    }
}

/// What an `ExtGState` dictionary changes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct StateChange {
    pub line_width: Option<f64>,
    pub fill_alpha: Option<f32>,
    pub stroke_alpha: Option<f32>,
    pub font: Option<(u16, f64)>,
    pub blends: Option<bool>,
    pub masked: Option<bool>,
}

impl StateChange {
    pub fn apply(&self, style: &mut Style) {
        style.line_width = self.line_width.unwrap_or(style.line_width);
        style.fill.alpha = self.fill_alpha.unwrap_or(style.fill.alpha);
        style.stroke.alpha = self.stroke_alpha.unwrap_or(style.stroke.alpha);
        style.blends = self.blends.unwrap_or(style.blends);
        style.masked = self.masked.unwrap_or(style.masked);
        if let Some((font, size)) = self.font {
            (style.font, style.size) = (Some(font), size);
        }
    }
}
