use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Severity;

/// What the reading itself has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// Stable code: `hidden_text`, `damaged`, `scanned_pages` …
    pub code: String,
    /// How bad.
    pub severity: Severity,
    /// For a person.
    pub message: String,
    /// 1-based page, null when it is about the whole document.
    pub page: Option<u32>,
}

/// The codes. They are strings in the output, so that a reader of today meets a code of tomorrow without harm.
impl Diagnostic {
    /// The file is damaged; what could be found of it was read.
    pub const DAMAGED: &str = "damaged";
    /// A page's content cannot be decoded as a whole.
    pub const DAMAGED_PAGE: &str = "damaged_page";
    /// A page that the page tree names cannot be read at all.
    pub const MISSING_PAGE: &str = "missing_page";
    /// Pages, or what they need, are not in the file.
    pub const MISSING_PAGES: &str = "missing_pages";
    /// The cross-reference table was wrong and was mended without loss.
    pub const REPAIRED: &str = "repaired";
    /// Pages that are pictures without a text layer.
    pub const SCANNED_PAGES: &str = "scanned_pages";
    /// Pages whose characters are not the printed ones.
    pub const UNREADABLE_PAGES: &str = "unreadable_pages";
    /// A font without a usable mapping to characters.
    pub const UNMAPPED_FONT: &str = "unmapped_font";
    /// Characters of the private use area, given as they are.
    pub const PRIVATE_CHARACTERS: &str = "private_characters";
    /// Pages whose text was recognised by an OCR program.
    pub const RECOGNISED: &str = "recognised_text";
    /// Form fields with a value that nothing draws.
    pub const FORM_VALUES: &str = "form_values";
    /// The file is a package of files, and those in it are not read.
    pub const PACKAGE: &str = "package";
    /// Text outside the visible page, left out.
    pub const OUTSIDE_PAGE: &str = "outside_page";
    /// Text that no reader of the print sees, left out.
    pub const HIDDEN_TEXT: &str = "hidden_text";
    /// Watermarks and stamps, left out.
    pub const WATERMARK: &str = "watermark";
    /// Comments of those who handled the file, left out.
    pub const ANNOTATIONS: &str = "annotations";

    /// A remark with its code.
    pub fn new(code: &str, severity: Severity, message: impl Into<String>, page: Option<u32>) -> Self {
        Self { code: code.to_owned(), severity, message: message.into(), page }
    }

    /// True where something that the document prints may not be in the output.
    pub fn tells_loss(&self) -> bool {
        self.tells_torn_page()
            || [
                Self::DAMAGED,
                Self::MISSING_PAGES,
                Self::UNREADABLE_PAGES,
                Self::SCANNED_PAGES,
                Self::PACKAGE,
            ]
            .contains(&self.code.as_str())
    }

    /// True where a part of the page that is named may be lost, and not all of it.
    pub fn tells_torn_page(&self) -> bool {
        [Self::DAMAGED_PAGE, Self::MISSING_PAGE, Self::FORM_VALUES].contains(&self.code.as_str())
    }
}
