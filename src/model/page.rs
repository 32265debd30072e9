//! One page as the PDF room sees it: glyphs and rules, nothing of lines or tables.
//!
//! Coordinates are PDF points with the origin at the top left of the page as a reader shows it (page rotation
//! and user unit applied), x to the right, y down.

use super::disclosure::BBox;

/// One page's marks.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// 1-based number in the file.
    pub number: u32,
    /// Width in points, as shown.
    pub width: f32,
    /// Height in points, as shown.
    pub height: f32,
    /// Glyphs in drawing order; exact duplicates (fake bold, fill and stroke) already counted once.
    pub glyphs: Vec<Glyph>,
    /// Thin lines: strokes, and filled rectangles thin enough to be a rule. Axis-parallel only.
    pub rules: Vec<Rule>,
    /// Where pieces of one line meet that are drawn one after the other, so that they became one rule: borders drawn
    /// cell by cell.
    pub seams: Vec<(f32, f32)>,
    /// Filled areas that are no rule (cell shading).
    pub fills: Vec<Fill>,
    /// Coloured rings and frames, as seals and stamps have.
    pub seals: Vec<Seal>,
    /// Raster images.
    pub images: Vec<PageImage>,
    /// Glyphs that lie outside the visible box and were left out.
    pub outside: usize,
    /// Glyphs that were drawn and cannot be seen (white on white, painted over, microscopic) and were left out.
    pub unseen: usize,
    /// Comments, stamps and other marks of readers that were left out although they are shown.
    pub remarks: usize,
    /// Form fields whose value has no appearance: what they show is not in the page.
    pub unshown: usize,
    /// Glyphs whose character could not be determined.
    pub unmapped: usize,
    /// Vector path segments that are no rule (outlined text shows as very many of them).
    pub path_segments: usize,
}

/// One character at one place. A ligature or an ActualText span becomes several glyphs that share its box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character, radicals and compatibility forms folded. U+FFFD where it could not be determined.
    pub ch: char,
    /// Box: advance width by font ascent/descent (not ink).
    pub bbox: BBox,
    /// The baseline's origin as shown.
    pub origin: (f32, f32),
    /// Effective font size in points.
    pub size: f32,
    /// Direction of writing in degrees, counter-clockwise as seen: 0, 90, 180, 270, or any other angle of a stamp.
    pub angle: f32,
    /// Small number that identifies the font within the document.
    pub font: u16,
    /// How it was drawn.
    pub flags: GlyphFlags,
}

/// How a glyph was drawn.
#[allow(clippy::struct_excessive_bools)] // independent facts, not a state
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GlyphFlags {
    /// Text render mode 3 or 7, or painted over by an image: an OCR layer.
    pub invisible: bool,
    /// Drawn in a bold font or with a synthetic bold.
    pub bold: bool,
    /// Inside marked content that says `/Artifact` (running heads, page numbers, watermarks).
    pub artifact: bool,
    /// Painted in a light or transparent colour, as watermarks are.
    pub faint: bool,
    /// Painted in a colour that is no grey, as stamps are.
    pub vivid: bool,
}

/// An axis-parallel thin line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

impl Rule {
    /// Whether the rule runs left to right.
    pub fn is_horizontal(&self) -> bool {
        (self.x1 - self.x0) >= (self.y1 - self.y0)
    }
}

/// A filled area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// Where.
    pub bbox: BBox,
    /// Perceived lightness, 0 black to 1 white.
    pub lightness: f32,
}

/// A coloured ring or frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seal {
    /// Where.
    pub bbox: BBox,
    /// A circle or an ellipse.
    pub round: bool,
}

/// A raster image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageImage {
    /// Where it is painted.
    pub bbox: BBox,
    /// Object number of the image XObject, 0 for an inline image; the PDF room can decode it on demand.
    pub object: u32,
}
