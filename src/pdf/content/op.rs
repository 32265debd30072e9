//! Operators as numbers, so that choosing one costs a few integer comparisons (ISO 32000-2, annex A).

/// What no operator has.
pub(super) const NONE: u32 = 0;

/// An operator's bytes, first to last; longer words are no operators.
#[inline]
pub(super) const fn key(word: &[u8]) -> u32 {
    match word {
        [a] => *a as u32,
        [a, b] => (*a as u32) << 8 | *b as u32,
        [a, b, c] => (*a as u32) << 16 | (*b as u32) << 8 | *c as u32,
        _ => NONE,
    }
}

macro_rules! operators {
    ($($name:ident = $word:literal;)*) => {
        $(pub(super) const $name: u32 = key($word);)*
    };
}

operators! {
    SHOW = b"Tj";
    SHOW_ARRAY = b"TJ";
    NEXT_SHOW = b"'";
    SPACED_SHOW = b"\"";
    MOVE = b"Td";
    MOVE_LEADING = b"TD";
    TEXT_MATRIX = b"Tm";
    NEXT_LINE = b"T*";
    FONT = b"Tf";
    BEGIN_TEXT = b"BT";
    CHAR_SPACE = b"Tc";
    WORD_SPACE = b"Tw";
    SCALE = b"Tz";
    LEADING = b"TL";
    RISE = b"Ts";
    MODE = b"Tr";
    MOVE_TO = b"m";
    LINE_TO = b"l";
    CURVE = b"c";
    CURVE_V = b"v";
    CURVE_Y = b"y";
    CLOSE = b"h";
    RECTANGLE = b"re";
    STROKE = b"S";
    CLOSE_STROKE = b"s";
    FILL = b"f";
    FILL_OLD = b"F";
    FILL_EVEN = b"f*";
    FILL_STROKE = b"B";
    FILL_STROKE_EVEN = b"B*";
    CLOSE_FILL_STROKE = b"b";
    CLOSE_FILL_STROKE_EVEN = b"b*";
    END_PATH = b"n";
    CLIP = b"W";
    CLIP_EVEN = b"W*";
    SAVE = b"q";
    RESTORE = b"Q";
    CONCAT = b"cm";
    LINE_WIDTH = b"w";
    LINE_CAP = b"J";
    LINE_JOIN = b"j";
    MITRE = b"M";
    GRAPHICS_STATE = b"gs";
    SHADING = b"sh";
    XOBJECT = b"Do";
    INLINE_IMAGE = b"BI";
    SET_STROKE_SPACE = b"CS";
    SET_FILL_SPACE = b"cs";
    STROKE_GRAY = b"G";
    STROKE_RGB = b"RG";
    STROKE_CMYK = b"K";
    FILL_GRAY = b"g";
    FILL_RGB = b"rg";
    FILL_CMYK = b"k";
    SET_STROKE = b"SC";
    SET_STROKE_N = b"SCN";
    SET_FILL = b"sc";
    SET_FILL_N = b"scn";
    BEGIN_MARKED_WITH = b"BDC";
    BEGIN_MARKED = b"BMC";
    END_MARKED = b"EMC";
}
