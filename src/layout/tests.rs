//! Pages made by hand, from glyphs and rules to blocks.

mod over_pages;

use super::*;
use crate::model::{BBox, Diagnostic, Glyph, GlyphFlags, Rule, Seal};

const SIZE: f32 = 12.0;

struct Sheet {
    page: Page,
}

impl Sheet {
    fn new(number: u32) -> Self {
        Self { page: Page { number, width: 595.0, height: 842.0, ..Page::default() } }
    }

    fn glyphs(mut self, x: f32, y: f32, size: f32, text: &str, flags: GlyphFlags) -> Self {
        let mut at = x;
        for ch in text.chars() {
            let advance = if ch.is_ascii() { size / 2.0 } else { size };
            let bbox = BBox { x0: at, y0: y - 0.85 * size, x1: at + advance, y1: y + 0.15 * size };
            self.page.glyphs.push(Glyph { ch, bbox, origin: (at, y), size, angle: 0.0, font: 1, flags });
            at += advance;
        }
        self
    }

    fn text(self, x: f32, y: f32, text: &str) -> Self {
        self.glyphs(x, y, SIZE, text, GlyphFlags::default())
    }

    fn centred(self, y: f32, size: f32, text: &str) -> Self {
        let width: f32 = text.chars().map(|c| if c.is_ascii() { size / 2.0 } else { size }).sum();
        self.glyphs((595.0 - width) / 2.0, y, size, text, GlyphFlags::default())
    }

    /// A ruled table at (70, top), rows 20 points high.
    fn table(mut self, top: f32, widths: &[f32], rows: &[&[&str]]) -> Self {
        let mut xs = vec![70.0];
        for w in widths {
            xs.push(xs[xs.len() - 1] + w);
        }
        let bottom = top + 20.0 * rows.len() as f32;
        for r in 0..=rows.len() {
            let y = top + 20.0 * r as f32;
            self.page.rules.push(Rule { x0: 70.0, y0: y, x1: xs[widths.len()], y1: y + 0.5 });
        }
        for x in &xs {
            self.page.rules.push(Rule { x0: *x, y0: top, x1: x + 0.5, y1: bottom });
        }
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate() {
                self = self.text(xs[c] + 3.0, top + 20.0 * r as f32 + 14.0, text);
            }
        }
        self
    }
}

fn written(sheets: Vec<Sheet>) -> String {
    let mut layout = Layout::default();
    for sheet in sheets {
        layout.push(sheet.page);
    }
    crate::text::write(&layout.finish().expect("a document with text").blocks).text
}

const BODY: &str = "本单位按照综合预算的原则将所有收入和支出纳入预算管理支出预算比上年";

/// Text of `n` characters that ends with `tail`.
fn fill(n: usize, tail: &str) -> String {
    let body: String = BODY.chars().cycle().take(n - tail.chars().count()).collect();
    body + tail
}

#[test]
fn a_word_and_a_figure_broken_over_lines_and_pages_are_one() {
    let first = Sheet::new(1)
        .text(94.0, 100.0, &fill(36, "人员经费相应增"))
        .text(70.0, 120.0, "加。")
        .text(94.0, 140.0, &fill(36, "于是"))
        .text(70.0, 160.0, &(fill(34, "共计") + "2,389.52"));
    let second = Sheet::new(2)
        .text(70.0, 100.0, &("万元，占".to_owned() + &fill(34, "其他各项")))
        .text(70.0, 120.0, "收入。")
        .text(94.0, 140.0, &fill(36, "支出按用途"))
        .text(70.0, 160.0, "分为人员经费和公用经费。");
    let text = written(vec![first, second]);
    assert!(text.contains("相应增加。\n\n本单位"), "{text}");
    assert!(text.contains("2,389.52万元，占"), "{text}");
    assert!(text.contains("其他各项收入。\n\n本单位"), "{text}");
}

#[test]
fn running_heads_and_page_numbers_go_and_figures_stay() {
    let page = |n: u32| {
        Sheet::new(n)
            .text(70.0, 40.0, "某某市某某局2024年度预算")
            .text(70.0, 120.0, &format!("这一页说的是第{n}个方面的情况。"))
            .text(70.0, 140.0, &format!("{}", 4300 + 17 * n))
            .text(280.0, 810.0, &format!("- {n} -"))
    };
    let text = written((1..=5).map(page).collect());
    assert!(!text.contains("某某局2024") && !text.contains("- 3 -"), "{text}");
    assert!(text.contains("这一页说的是第3个方面的情况。") && text.contains("4351"), "{text}");
}

#[test]
fn captions_at_the_same_place_are_no_running_heads() {
    let page = |n: u32| {
        Sheet::new(n).centred(60.0, 12.0, "项目支出绩效目标表").text(420.0, 80.0, "单位：万元").table(
            100.0,
            &[200.0, 200.0],
            &[&["项目名称", "金额"], &[&format!("项目{n}甲"), "1.00"]],
        )
    };
    let text = written((1..=3).map(page).collect());
    assert_eq!(text.matches("项目支出绩效目标表").count(), 1, "one table over three pages: {text}");
    assert!(text.contains("项目1甲\t1.00\n项目2甲\t1.00\n项目3甲\t1.00"), "{text}");
}

const W4: [f32; 4] = [160.0, 90.0, 90.0, 90.0];

#[test]
fn a_table_goes_on_with_and_without_its_header() {
    let head: &[&str] = &["科目名称", "合计", "基本支出", "项目支出"];
    let fill: &[&str] = &["教育支出", "9.00", "4.00", "5.00"];
    let mut rows: Vec<&[&str]> = vec![head];
    rows.extend(std::iter::repeat_n(fill, 33));
    let first = Sheet::new(1)
        .centred(50.0, 12.0, "支出预算总表")
        .text(420.0, 70.0, "单位：元")
        .table(100.0, &W4, &rows);
    let second = Sheet::new(2).table(60.0, &W4, &[head, &["卫生健康支出", "3.00", "1.00", "2.00"]]);
    let text = written(vec![first, second]);
    assert_eq!(text.matches("科目名称").count(), 1, "{text}");
    assert!(text.contains("教育支出\t9.00\t4.00\t5.00\n卫生健康支出\t3.00"), "{text}");

    let first = Sheet::new(1).centred(50.0, 12.0, "支出预算总表").table(100.0, &W4, &rows);
    let second = Sheet::new(2).table(60.0, &[250.0, 90.0, 90.0], &[&["合计", "12.00", "9.00"]]);
    let text = written(vec![first, second]);
    assert!(
        text.contains("教育支出\t9.00\t4.00\t5.00\n合计\t\t12.00\t9.00\n"),
        "placed by its borders: {text}"
    );
}

#[test]
fn a_new_caption_or_another_header_is_another_table() {
    let rows: &[&[&str]] =
        &[&["科目名称", "合计", "基本支出", "项目支出"], &["教育支出", "9.00", "4.00", "5.00"]];
    let first = Sheet::new(1).centred(600.0, 12.0, "支出预算总表").table(640.0, &W4, rows);
    let second = Sheet::new(2).centred(50.0, 12.0, "收入预算总表").table(80.0, &W4, rows);
    let text = written(vec![first, second]);
    assert_eq!(text.matches("科目名称").count(), 2, "{text}");

    let first = Sheet::new(1).centred(600.0, 12.0, "支出预算总表").table(640.0, &W4, rows);
    let other: &[&[&str]] = &[&["单位名称", "购置费", "运行费", "接待费"], &["某局", "1.00", "2.00", "3.00"]];
    let text = written(vec![first, Sheet::new(2).table(60.0, &W4, other)]);
    assert!(text.contains("5.00\n\n单位名称"), "{text}");
}

#[test]
fn a_continued_caption_is_dropped() {
    let head: &[&str] = &["科目名称", "合计", "基本支出", "项目支出"];
    let row: &[&str] = &["教育支出", "9.00", "4.00", "5.00"];
    let first = Sheet::new(1).centred(600.0, 12.0, "表3：支出预算总表").text(420.0, 620.0, "单位：元").table(
        640.0,
        &W4,
        &[head, row],
    );
    let second = Sheet::new(2)
        .centred(50.0, 12.0, "表3（续）：支出预算总表")
        .text(420.0, 70.0, "单位：元")
        .table(90.0, &W4, &[head, row]);
    let text = written(vec![first, second]);
    assert_eq!(text.matches("表3").count(), 1, "{text}");
    assert_eq!(text.matches("单位：元").count(), 1, "{text}");
    assert_eq!(text.matches("教育支出").count(), 2, "{text}");
}

#[test]
fn slanted_faint_and_huge_text_over_the_page_is_no_text() {
    let mut sheet = Sheet::new(1).text(70.0, 100.0, BODY).text(70.0, 120.0, BODY);
    let faint = GlyphFlags { faint: true, ..GlyphFlags::default() };
    sheet = sheet.glyphs(80.0, 116.0, 60.0, "内部", faint);
    let angled = sheet.page.glyphs.len();
    sheet = sheet.glyphs(80.0, 400.0, 60.0, "资料", GlyphFlags::default());
    for g in &mut sheet.page.glyphs[angled..] {
        g.angle = 40.0;
    }
    let white = GlyphFlags { faint: true, ..GlyphFlags::default() };
    let text = written(vec![sheet.glyphs(70.0, 200.0, SIZE, "白字标题", white)]);
    assert!(!text.contains("内部") && !text.contains("资料"), "{text}");
    assert!(text.contains("白字标题"), "{text}");
}

/// The right columns of a sheet too wide for the paper stand on a page of their own, without caption and names.
#[test]
fn right_columns_on_the_next_page_are_the_tables() {
    let left: [&[&str]; 4] =
        [&["科目名称", "合计"], &["教育支出", "30.00"], &["科学技术支出", "12.00"], &["合计", "42.00"]];
    let right: [&[&str]; 4] =
        [&["基本支出", "项目支出"], &["20.00", "10.00"], &["", "12.00"], &["20.00", "22.00"]];
    let two = |top: f32, right: &[&[&str]]| {
        let first = Sheet::new(1).centred(60.0, 16.0, "表3 支出预算总表").table(90.0, &[120.0, 90.0], &left);
        written(vec![first, Sheet::new(2).table(top, &[90.0, 90.0], right)])
    };
    let text = two(90.0, &right);
    assert!(text.contains("科目名称\t合计\t基本支出\t项目支出\n教育支出\t30.00\t20.00\t10.00\n"), "{text}");
    assert!(text.contains("科学技术支出\t12.00\t\t12.00\n合计\t42.00\t20.00\t22.00\n"), "{text}");
    // At other heights, or with names of its own, it is another table.
    let names: [&[&str]; 4] =
        [&["项目名称", "金额"], &["档案整理", "10.00"], &["扫描", "12.00"], &["合计", "22.00"]];
    for text in [two(97.0, &right), two(90.0, &names)] {
        assert!(text.contains("合计\t42.00\n"), "{text}");
    }
}

/// Red words that lie over lines of text, over a table's lines or in a round seal are a stamp's; a red total is not.
#[test]
fn words_of_coloured_stamps_are_no_text() {
    let red = GlyphFlags { vivid: true, ..GlyphFlags::default() };
    let page = || {
        let rows: [&[&str]; 3] = [
            &["项目", "合计", "基本", "人员"],
            &["教育支出", "20.00", "20.00", "20.00"],
            &["合计", "", "", ""],
        ];
        let mut sheet =
            Sheet::new(1).text(70.0, 100.0, BODY).text(70.0, 120.0, BODY).table(200.0, &W4, &rows);
        for (x, text) in [(74.0, "小计"), (75.0 + W4[0], "20.00")] {
            sheet = sheet.glyphs(x, 254.0, SIZE, text, red);
        }
        sheet
    };
    let plain = written(vec![page()]);
    assert!(plain.contains("小计") && plain.matches("20.00").count() == 4, "{plain}");
    // Over a sentence; over the line between two rows; between two columns without touching a letter.
    for (x, y, size) in [(200.0, 104.0, 14.0), (90.0, 224.0, 12.0), (70.0 + W4[0] - 18.5, 212.0, 12.0)] {
        let text = written(vec![page().glyphs(x, y, size, "已公开章", red)]);
        assert!(!text.contains('章') && text.contains("小计"), "{x} {y}: {text}");
    }
    let mut sealed = page().glyphs(300.0, 400.0, SIZE, "财务专用章", red);
    assert!(written(vec![Sheet { page: sealed.page.clone() }]).contains("专用章"));
    let bbox = BBox { x0: 280.0, y0: 340.0, x1: 380.0, y1: 440.0 };
    sealed.page.seals.push(Seal { bbox, round: true });
    assert!(!written(vec![sealed]).contains("专用章"));
}

/// 十九、… at a page's end and 二十、… on the next page are two rows, however full the first is; 1,583. and 84 are one.
#[test]
fn rows_at_a_page_end() {
    let head: &[&str] = &["项目", "决算数", "项目", "决算数"];
    let widths = [120.0, 60.0, 118.0, 60.0];
    let two = |last: &[&str], first: &[&str]| {
        let rows = [head, &["一、拨款收入", "30.00", "一、教育支出", "30.00"], last];
        let more = [head, first, &["合计", "30.00", "合计", "30.00"]];
        written(vec![Sheet::new(1).table(780.0, &widths, &rows), Sheet::new(2).table(60.0, &widths, &more)])
    };
    let text = two(&["", "", "十九、住房保障支出", "2.00"], &["", "", "二十、其他支出", ""]);
    assert!(text.contains("\t\t十九、住房保障支出\t2.00\n\t\t二十、其他支出\t\n"), "{text}");
    let text = two(&["二、事业收入", "1,583.", "二、卫生健康", "1,583."], &["", "84", "支出", "84"]);
    assert!(text.contains("二、事业收入\t1,583.84\t二、卫生健康支出\t1,583.84\n"), "{text}");
}

/// A coloured frame around two or three words on the cover is a stamp; the same further on, or with a number, is not.
#[test]
fn a_framed_stamp_on_the_cover_is_no_heading() {
    let red = GlyphFlags { vivid: true, ..GlyphFlags::default() };
    let cover = |number: u32, words: &str| {
        let mut sheet = Sheet::new(number)
            .centred(300.0, 22.0, "甲市水务局")
            .centred(340.0, 22.0, "二〇二四年度部门预算")
            .glyphs(420.0, 80.0, 20.0, words, red);
        sheet
            .page
            .seals
            .push(Seal { bbox: BBox { x0: 400.0, y0: 50.0, x1: 520.0, y1: 100.0 }, round: false });
        written(vec![sheet])
    };
    assert!(!cover(1, "已公开").contains("公开"));
    assert!(cover(2, "已公开").contains("公开") && cover(1, "公开10").contains("公开"));
}

#[test]
fn contents_are_entries_neither_headings_nor_a_table() {
    let page = Sheet::new(1)
        .centred(80.0, 18.0, "目  录")
        .text(70.0, 120.0, "一、单位概况………………………………3")
        .text(70.0, 140.0, "二、预算安排情况说明...................5")
        .text(70.0, 160.0, "三、名词解释")
        .text(500.0, 160.0, "9");
    let body = Sheet::new(2).text(70.0, 100.0, "一、单位概况").text(
        94.0,
        120.0,
        "本单位是行政单位，负责有关的各项工作。",
    );
    let text = written(vec![page, body]);
    assert!(
        text.contains("目录\n\n一、单位概况 …… 3\n\n二、预算安排情况说明 …… 5\n\n三、名词解释 …… 9\n\n#"),
        "{text}"
    );
    assert!(text.contains("# 一、单位概况\n\n本单位"), "{text}");
}

#[test]
fn pictures_without_text_are_told() {
    let picture = |n: u32| {
        let mut sheet = Sheet::new(n);
        let bbox = BBox { x0: 0.0, y0: 0.0, x1: 595.0, y1: 842.0 };
        sheet.page.images.push(crate::model::PageImage { bbox, object: 5 });
        sheet
    };
    let mut layout = Layout::default();
    layout.push(Sheet::new(1).text(70.0, 100.0, BODY).page);
    layout.push(picture(2).page);
    layout.push(picture(3).page);
    let out = layout.finish().expect("page 1 has text");
    assert_eq!(out.text_layer, TextLayer::Mixed);
    assert!(out.diagnostics.iter().any(|d| d.code == Diagnostic::SCANNED_PAGES && d.message.contains("2–3")));

    let mut scan = Layout::default();
    scan.push(picture(1).page);
    assert_eq!(scan.finish().unwrap_err().code(), ErrorCode::NoTextLayer);

    let mut ocr = Layout::default();
    let hidden = GlyphFlags { invisible: true, ..GlyphFlags::default() };
    ocr.push(picture(1).glyphs(70.0, 100.0, SIZE, BODY, hidden).page);
    assert_eq!(ocr.finish().expect("an OCR layer").text_layer, TextLayer::Ocr);
}

#[test]
fn a_wide_heading_does_not_go_on_in_a_caption() {
    let heading = "第二部分 示例市示例区科学技术协会2025年度部门决算表";
    let page = Sheet::new(1)
        .glyphs(70.0, 60.0, 14.0, heading, GlyphFlags::default())
        .glyphs(70.0, 90.0, 14.0, "收入支出决算总表", GlyphFlags::default())
        .table(120.0, &[200.0, 100.0], &[&["项目", "决算数"], &["合计", "1.00"]])
        .text(70.0, 300.0, &fill(30, "。"))
        .text(70.0, 330.0, "注");
    let body = Sheet::new(2).text(94.0, 60.0, &fill(36, "支")).text(70.0, 80.0, &fill(38, "出")).text(
        70.0,
        100.0,
        &fill(20, "。"),
    );
    let text = written(vec![page, body]);
    assert!(text.contains("部门决算表\n\n"), "{text}");
}
