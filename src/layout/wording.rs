//! What a line's words say of its part on the page: end of a sentence, caption, label, note.

/// Whether a text begins as a note under a table does.
pub fn is_note(text: &str) -> bool {
    ["注", "说明", "备注", "※", "*"].iter().any(|w| text.trim_start().starts_with(w))
}

/// Whether a sentence or list item ends here.
pub fn ends(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '’', '）', ')', '」', '』', '"', ' ']);
    text.ends_with(['。', '；', '：', '！', '？', ':', ';', '.'])
}

/// Whether a line of a title begins a title of its own: 2023年度部门预算 under the unit's name.
pub fn begins_with_year(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    chars.by_ref().take(4).all(|c| {
        c.is_numeric()
            || matches!(c, '〇' | '○' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九')
    }) && chars.next() == Some('年')
}

/// Whether a line is a table's caption by its words.
pub fn caption_like(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = strip_continued(&compact);
    let numbered = compact.strip_prefix('附').unwrap_or(&compact).strip_prefix('表').is_some_and(|r| {
        r.chars().next().is_some_and(|c| c.is_numeric() || "一二三四五六七八九十".contains(c))
    });
    compact.chars().count() <= 60 && !ends(&compact) && (numbered || bare.ends_with('表'))
}

/// Whether a character is white space: quick, since every glyph is asked. The last such character is the wide space.
#[inline]
pub fn is_white(c: char) -> bool {
    c <= '\u{3000}' && c.is_whitespace()
}

/// Whether a character prints nothing: white space, or a mark of no width.
#[inline]
pub fn is_blank(c: char) -> bool {
    is_white(c) || matches!(c, '\u{200b}' | '\u{feff}')
}

/// Whether a line says whose or in what unit something is: 预算主管部门：…, 单位：万元.
pub fn is_label(text: &str) -> bool {
    text.split_once(['：', ':']).is_some_and(|(head, _)| {
        head.chars().count() <= 8 && ["部门", "单位", "名称", "日期"].iter().any(|w| head.ends_with(w))
    })
}

/// Whether a line begins as a numbered caption does: 表 7．…, 附表2：…
pub fn begins_caption(text: &str) -> bool {
    let rest = text.strip_prefix('附').unwrap_or(text);
    let Some(rest) = rest.strip_prefix('表') else { return false };
    let rest = rest.trim_start();
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && rest[digits..].trim_start().starts_with(['.', '．', '：', ':', '、', '（', '('])
}

/// A caption without its mark of continuation: （续）, 续表, （续表）.
pub fn strip_continued(compact: &str) -> String {
    let mut text = compact.to_owned();
    if !text.contains(['续', '接']) {
        return text;
    }
    for mark in
        ["（续表）", "(续表)", "（续）", "(续)", "（接上页）", "（续1）", "（续2）", "（续一）", "（续二）"]
    {
        text = text.replace(mark, "");
    }
    text.strip_prefix('续').filter(|r| r.starts_with('表')).map_or(text.clone(), str::to_owned)
}

/// Whether a line begins as a table's note does that says so: 注：…, 备注：….
pub fn begins_note(text: &str) -> bool {
    let rest = text.strip_prefix('备').unwrap_or(text).strip_prefix('注');
    rest.is_some_and(|r| r.trim_start().starts_with(['：', ':']))
}
