//! Names of places that do not exist: no such 市 is in the administrative division codes, and no such district either.

use crate::catalogue::Field;
use crate::rng::Rng;

/// An invented unit.
#[derive(Debug, Clone)]
pub struct Names {
    /// 市 with its 市.
    pub city: String,
    /// 区 with its 区, empty for a unit of the city.
    pub district: String,
    /// Full name: 渔浦市望潮区文化和旅游局.
    pub full: String,
    /// Units below a department.
    pub below: Vec<String>,
}

const CITIES: &[&str] = &["澄湖市", "云溪市", "渔浦市", "青屿市", "汐口市"];
const FIRST: &[&str] =
    &["望潮", "听桨", "枕河", "落帆", "栖鹭", "衔月", "拾贝", "听雪", "抱璞", "濯缨", "眠鸥", "擢秀"];

/// Invents the names.
pub fn invent(rng: &mut Rng, field: &Field, district: bool) -> Names {
    let city = (*rng.pick(CITIES)).to_owned();
    let place = format!("{}区", rng.pick(FIRST));
    let district = if district { place } else { String::new() };
    let full = format!("{city}{district}{}", field.office);
    let below = (0..rng.range(1, 4))
        .map(|i| {
            let work = field.works[i as usize % field.works.len()];
            let stem: String = work.chars().take(2).collect();
            format!("{city}{district}{stem}服务中心")
        })
        .collect();
    Names { city, district, full, below }
}
