//! What is changed: words, marks, years and references.

use super::makers::Maker;

/// Slips of the kinds that the rules about structure and wording speak of.
pub fn wording(maker: &mut Maker<'_>, at: usize, line: &str) {
    let other = another_item(&maker.lines, at);
    let mut edit = |kind, new: String| {
        if new != line {
            maker.with_line(kind, at, Some(&new));
        }
    };
    let long = line.chars().count() > 30;
    if long && line.ends_with('。') {
        edit("句号重复", format!("{line}。"));
        let sentence = line.split_inclusive(['。', '；']).next().unwrap_or("");
        if sentence.chars().count() > 20 {
            edit("整句重复", format!("{sentence}{line}"));
        }
    }
    if long && line.contains('“') && line.contains('”') && !line.contains('"') {
        edit("漏左引号", line.replacen('“', "", 1));
    }
    let says_so = ["无数据", "为空"].iter().any(|w| line.contains(w));
    if says_so && (line.starts_with('注') || line.starts_with("说明：")) {
        edit("删去空表说明", String::new());
    }
    for year in ["2023年", "2024年", "2025年", "2026年"] {
        if line.starts_with('#') && line.contains(year) && !line.contains('表') {
            edit("标题年度改一年", line.replacen(year, "2019年", 1));
        }
        if line.contains(&format!("截至{year}")) {
            edit("截止日期改一年", line.replacen(&format!("截至{year}"), "截至2019年", 1));
        }
    }
    if long && line.contains("局") {
        edit("单位名称改占位符", line.replacen('局', "XX局", 1));
    }
    if long && line.contains("局2") && !line.contains('\t') {
        let place = line.chars().take_while(|c| *c != '局').count();
        let other: String = "远安市东陵区园林绿化".chars().chain(line.chars().skip(place)).collect();
        edit("单位名称写成别的", other);
    }
    if line.contains("详见表") {
        edit("引用表号改大", line.replacen("详见表", "详见表9", 1));
    }
    if line.starts_with("编制部门：") || line.starts_with("单位名称：") {
        edit("表头单位写成别的", format!("{}远安市东陵区园林绿化局", &line[.."编制部门：".len()]));
    }
    for (year, last) in [("2024年", "2023年"), ("2025年", "2024年")] {
        if long && line.starts_with(year) && !line.contains(last) && !line.contains("月") {
            edit("陈述的年度早一年", line.replacen(year, last, 1));
        }
    }
    if long && line.contains("区级财政") {
        edit("级次改别级", line.replacen("区级财政", "市级财政", 1));
    }
    let amount = line.find("万元").filter(|_| long && !line.contains('\t'));
    if let Some(start) =
        amount.map(|end| line[..end].trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len())
        && line[start..].starts_with(|c: char| c.is_ascii_digit() && c != '0')
    {
        edit("金额前多印零", format!("{}0{}", &line[..start], &line[start..]));
    }
    if let Some((head, tail)) = line.split_once("国内公务接待").filter(|(_, t)| t.contains("批次")) {
        edit("接待批次改零", format!("{head}国内公务接待0{}", &tail[tail.find("批次").unwrap_or(0)..]));
    }
    if let Some((head, tail)) = line.split_once("年初预算为").filter(|_| line.contains("完成年初预算的"))
    {
        let unit = tail.find("万元").unwrap_or(0);
        edit("基数改零", format!("{head}年初预算为0{}", &tail[unit..]));
    }
    if long && line.contains("政府性基金预算支出") && line.contains("年政府性基金预算支出")
    {
        edit("改称没有安排", "本单位没有使用政府性基金预算拨款安排的支出。".to_owned());
    }
    if let (Some(cue), Some(other)) = (line.find("主要用于"), other.filter(|_| line.contains("（项）")))
    {
        edit("用途写成别的科目", format!("{}主要用于{other}。", &line[..cue]));
    }
    if long && line.contains("占") && line.matches('%').count() >= 2 {
        edit("漏百分号", line.replacen('%', "", 1));
    }
    if line.trim_start_matches('#').trim().starts_with('表') && line.trim_end().ends_with("总表") {
        edit("表名改一字", line.replacen("总表", "汇总表", 1));
    }
}

/// The name of the 项 that the paragraph before is about, else the one after: what a slip copies.
fn another_item(lines: &[&str], at: usize) -> Option<String> {
    let item = |line: &&str| Some(line.split_once("（项）")?.0.split_once("（款）")?.1.to_owned());
    let own = item(&lines[at])?;
    let (before, after) = (lines[..at].iter().rev(), lines[at..].iter());
    before.chain(after).filter_map(item).find(|name| own != *name)
}

/// The two-digit codes of a row printed with one digit.
pub fn short_code(maker: &mut Maker<'_>, at: usize, cells: &[&str]) {
    let two = |c: &str| c.len() == 2 && c.starts_with('0') && c.ends_with(|c: char| c.is_ascii_digit());
    if let Some(c) = cells.iter().take(3).position(|c| two(c)) {
        let mut new = cells.to_vec();
        new[c] = &cells[c][1..];
        maker.with_line("编码漏前导零", at, Some(&new.join("\t")));
    }
}
