//! Sentences of our own for duties, reasons, purposes, goals and the glossary.

use std::fmt::Write as _;

use crate::catalogue::Field;
use crate::facts::Line;
use crate::rng::Rng;

const DUTY_VERBS: &[&str] = &["牵头做好", "统筹推进", "负责指导", "组织开展", "督促落实", "会同有关方面抓好"];
const DUTY_ENDS: &[&str] = &[
    "的日常管理，按季度梳理问题清单",
    "相关工作，完善办事流程并向社会公开",
    "的规划编制与年度评估",
    "的服务保障，回应群众反映的急难事项",
    "方面的制度建设和业务培训",
];

/// The duties, numbered by the template.
pub fn duties(rng: &mut Rng, field: &Field) -> Vec<String> {
    let mut list: Vec<String> = field
        .subjects
        .iter()
        .map(|s| format!("{}{s}{}。", rng.pick(DUTY_VERBS), rng.pick(DUTY_ENDS)))
        .collect();
    list.push("办理上级机关交付的其他事项。".to_owned());
    list
}

/// 绩效目标 of a project: some short, some long enough to fill several lines of a cell.
pub fn goal(rng: &mut Rng, field: &Field, name: &str) -> String {
    let subject = rng.pick(field.subjects);
    let count = rng.range(3, 48);
    let mut text = format!("围绕{subject}，全年完成“{name}”任务{count}场（处），受益群众满意度不低于九成。");
    if rng.chance(45) {
        let other = rng.pick(field.subjects);
        let _ = write!(
            text,
            "1、上半年完成方案论证、场地踏勘与人员培训，建立与{other}衔接的工作台账；2、下半年分片实施并逐处验收，形成可复制的操作手册；3、年底前组织回访，把服务对象提出的意见逐条整改销号。"
        );
    }
    text
}

/// What a line is used for, without the closing stop.
pub fn purpose(field: &Field, line: &Line) -> String {
    let works = field.works;
    match &line.code[3..] {
        "0501" | "0502" if line.code.starts_with("208") => "退休人员补贴发放与日常慰问".to_owned(),
        "0505" if line.code.starts_with("208") => "为在编职工缴存养老保险".to_owned(),
        "0506" if line.code.starts_with("208") => "为在编职工缴存职业年金".to_owned(),
        "1101" | "1102" if line.code.starts_with("210") => "为在编职工缴存医疗保险".to_owned(),
        "0201" if line.code.starts_with("221") => "为职工缴存住房公积金".to_owned(),
        "0203" if line.code.starts_with("221") => "向符合条件的职工发放住房补贴".to_owned(),
        "0803" if line.code.starts_with("205") => "干部轮训和业务骨干进修".to_owned(),
        _ if line.code == field.running => "机关人员薪酬和办公运转".to_owned(),
        _ if Some(line.code) == field.service => "所属事业单位人员薪酬和日常运转".to_owned(),
        tail => {
            let at = tail.bytes().fold(0usize, |a, b| a * 7 + b as usize) % works.len();
            format!("{}、{}等事项", works[at], works[(at + 1) % works.len()])
        }
    }
}

const UP: &[&str] = &[
    "编制内人员补充到位，相应支出增长",
    "新设服务点投入使用",
    "缴费基数上调",
    "工作任务增多，安排相应经费",
    "设备到期需更换",
];
const DOWN: &[&str] = &[
    "上年一次性任务已经办结",
    "压减一般性开支",
    "人员退休，编制尚未补足",
    "部分工作改由其他渠道开展",
    "合同价款下调",
];

/// A reason that fits the direction.
pub fn reason(rng: &mut Rng, up: bool) -> &'static str {
    let list: &[&'static str] = if up { UP } else { DOWN };
    rng.pick::<&'static str>(list)
}

/// The glossary, wording ours.
pub fn glossary(public_total: &str) -> Vec<(&'static str, String)> {
    vec![
        ("财政拨款收入", "同级财政在本年度安排给单位的资金，分属一般公共预算、政府性基金预算和国有资本经营预算。".to_owned()),
        ("事业收入", "事业单位通过专业活动及与之配套的活动得到的收入。".to_owned()),
        ("其他收入", "不能归入财政拨款收入、事业收入和经营收入的各项所得，例如利息和捐赠。".to_owned()),
        ("基本支出", "让单位正常运转、履行日常职责的开支，由人员方面和公用方面两块组成。".to_owned()),
        ("项目支出", "在基本支出之外，为特定任务或者事业发展专门安排的开支。".to_owned()),
        ("“三公”经费", format!("用{public_total}安排的因公出国（境）费、公务用车购置及运行费、公务接待费三项。")),
        ("机关运行经费", "行政单位和参公事业单位用一般公共预算安排的日常公用开支，例如办公、水电、邮电、差旅、维修和物业等。".to_owned()),
    ]
}
