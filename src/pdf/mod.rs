//! Bytes → glyphs and rules: lopdf for the objects, our own content interpreter and fonts on top.

mod budget;
mod content;
mod fonts;
mod geometry;
mod lexer;
mod open;
mod optional;
mod pages;
mod picture;
mod recover;
mod resolve;

pub(crate) use open::HEADER_WITHIN;

use lopdf::{Document, Object, ObjectId};

use crate::config::Config;
use crate::error::Error;
use crate::model::{Diagnostic, Page, Severity};
use budget::Budget;
use content::{Interpreter, PageContent};
use fonts::Fonts;
use optional::OptionalContent;
use pages::PageBox;

/// An opened PDF, read page by page so that memory does not grow with the number of pages.
#[derive(Debug)]
pub struct Pdf {
    doc: Document,
    pages: Vec<ObjectId>,
    producer: Option<String>,
    fonts: Fonts,
    optional: OptionalContent,
    budget: Budget,
    diagnostics: Vec<Diagnostic>,
    /// Content bytes of the page being read; reused from page to page.
    buffer: Vec<u8>,
}

impl Pdf {
    /// Opens a PDF: repairs the cross-reference table where that is possible, decrypts with the empty password
    /// or one of the configured ones.
    ///
    /// # Errors
    /// `not_a_pdf`, `encrypted`, `damaged`, `limit_exceeded`.
    pub fn open(bytes: &[u8], config: &Config) -> Result<Self, Error> {
        let budget = Budget::new(config.limits);
        let opened = open::open(bytes, config)?;
        let optional = OptionalContent::read(&opened.doc);
        let producer = pages::producer(&opened.doc);
        Ok(Self {
            doc: opened.doc,
            pages: opened.pages,
            producer,
            fonts: Fonts::default(),
            optional,
            budget,
            diagnostics: opened.diagnostics,
            buffer: Vec::new(),
        })
    }

    /// Number of pages.
    pub fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// The Producer entry.
    pub fn producer(&self) -> Option<&str> {
        self.producer.as_deref()
    }

    /// Glyphs and rules of the page with this 0-based index.
    ///
    /// # Errors
    /// `limit_exceeded`; a damaged page is a diagnostic and gives what could be read.
    pub fn page(&mut self, index: usize) -> Result<Page, Error> {
        self.budget.check_time()?;
        let number = index as u32 + 1;
        let mut page = Page { number, ..Page::default() };
        let dict = self.pages.get(index).and_then(|id| self.doc.get_dictionary(*id).ok());
        let Some(dict) = dict else {
            self.note(
                Diagnostic::MISSING_PAGE,
                Severity::Error,
                format!("第{number}页已损坏，无法读取"),
                Some(number),
            );
            return Ok(page);
        };
        let area = PageBox::read(&self.doc, dict);
        (page.width, page.height) = area.shown_size();
        let mut data = std::mem::take(&mut self.buffer);
        data.clear();
        let lost = pages::content(&self.doc, dict, &mut self.budget, &mut data)?;
        // A glyph takes some thirty bytes of content, and seldom fewer than ten.
        page.glyphs.reserve((data.len() / 24).min(4096));
        let content = PageContent {
            page: dict,
            data: &data,
            resources: pages::inherited(&self.doc, dict, b"Resources").and_then(resolve::as_dict),
            base: area.base(),
            visible: area.visible(),
        };
        let result = Interpreter::page(
            &self.doc,
            &mut self.fonts,
            &mut self.budget,
            &self.optional,
            &mut page,
            &content,
        );
        self.buffer = data;
        result?;
        if lost > 0 {
            let message = format!("第{number}页有{lost}段内容流无法解码，该页文字可能不完整");
            self.note(Diagnostic::DAMAGED_PAGE, Severity::Error, message, Some(number));
        }
        for font in self.fonts.newly_unmapped() {
            let message = format!("字体“{font}”没有可用的字符映射，自第{number}页起有字符无法识别");
            self.note(Diagnostic::UNMAPPED_FONT, Severity::Warning, message, Some(number));
        }
        if page.outside > 0 {
            let message = format!("第{number}页有{}个字符位于可见页面之外，未计入", page.outside);
            self.note(Diagnostic::OUTSIDE_PAGE, Severity::Info, message, Some(number));
        }
        if page.remarks > 0 {
            let message = format!("第{number}页有{}处批注或图章，不是文件正文，未采用", page.remarks);
            self.note(Diagnostic::ANNOTATIONS, Severity::Info, message, Some(number));
        }
        if page.unshown > 0 {
            let message = format!(
                "第{number}页有{}个表单域只有值而没有外观，其内容不在结果中；请先打印成 PDF 再读取",
                page.unshown
            );
            self.note(Diagnostic::FORM_VALUES, Severity::Warning, message, Some(number));
        }
        Ok(page)
    }

    /// What was noticed so far: damage, hidden text, missing pages.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    fn note(&mut self, code: &str, severity: Severity, message: String, page: Option<u32>) {
        self.diagnostics.push(Diagnostic::new(code, severity, message, page));
    }
}

/// The text of an object that is a string.
fn text_of(object: &Object) -> Option<String> {
    lopdf::decode_text_string(object).ok()
}
