//! Who is there: invented merchants, consumers and staff.

use std::collections::HashSet;

use terms::Role;

use super::{Consumer, Merchant, Officer};
use crate::dice::Dice;

const fn merchant(
    id: &'static str,
    name: &'static str,
    city: &'static str,
    people: &'static [(&'static str, &'static str)],
) -> Merchant {
    Merchant { id, name, city, people }
}

/// Who sells.
pub const MERCHANTS: &[Merchant] = &[
    merchant("yuhe", "羽禾服饰旗舰店", "杭州", &[("aning", "客服阿宁"), ("laoxu", "店长徐磊")]),
    merchant("qingteng", "青藤衣橱", "广州", &[("xiaoyu", "客服小余")]),
    merchant("tuoye", "拓野户外专营店", "成都", &[("dawei", "客服大伟"), ("qianqian", "售后倩倩")]),
    merchant("chengguang", "澄光数码旗舰店", "深圳", &[("jiahui", "客服嘉慧"), ("zhengtao", "售后郑涛")]),
    merchant("xunuan", "煦暖家电旗舰店", "佛山", &[("ahe", "客服阿和")]),
    merchant("yiwu", "一屋生活馆", "宁波", &[("miaomiao", "客服苗苗")]),
    merchant("jinghe", "景和瓷坊", "景德镇", &[("shifu", "掌柜程师傅")]),
    merchant("yunxiu", "云岫茶行", "杭州", &[("yuemei", "客服月梅")]),
    merchant("heyue", "禾月食品专营店", "苏州", &[("tangtang", "客服糖糖")]),
    merchant("suyan", "素妍美妆专卖店", "上海", &[("keke", "客服可可"), ("lingjie", "主管凌洁")]),
    merchant("xiaoman", "小满母婴旗舰店", "青岛", &[("dudu", "客服嘟嘟")]),
    merchant("jiqu", "积趣玩具店", "温州", &[("pengpeng", "客服鹏鹏")]),
];

const fn officer(id: &'static str, name: &'static str, role: Role) -> Officer {
    Officer { id, name, role }
}

/// Who works for the platform.
pub const STAFF: &[Officer] = &[
    officer("fang", "方启明", Role::Admin),
    officer("ouyang", "欧阳静", Role::Admin),
    officer("sun", "孙晓婷", Role::IntakeOfficer),
    officer("ma", "马骏", Role::IntakeOfficer),
    officer("qin", "秦雨", Role::IntakeOfficer),
    officer("gu", "顾文清", Role::Mediator),
    officer("tao", "陶然", Role::Mediator),
    officer("jiang", "蒋一鸣", Role::Mediator),
    officer("shen", "沈正南", Role::Decider),
    officer("pan", "潘玉洁", Role::Decider),
    officer("lu", "陆远", Role::Decider),
    officer("bai", "白素芬", Role::Supervisor),
    officer("yan", "严守一", Role::Supervisor),
];

const FAMILY: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何",
    "林", "罗", "高", "郑", "梁", "谢", "宋", "唐", "许", "邓", "韩", "冯", "曹", "彭", "曾", "萧", "田",
    "董", "潘", "袁", "蔡", "蒋", "余",
];
const GIVEN: &[&str] = &[
    "雨桐", "子涵", "欣怡", "浩然", "思远", "佳琪", "志强", "秀英", "建国", "丽娟", "晓东", "文博", "梦洁",
    "俊杰", "婷婷", "海燕", "一诺", "嘉豪", "静", "伟", "敏", "磊", "洋", "艳", "涛", "明", "霞", "鑫",
    "桂芳", "玉兰", "天佑", "若曦", "书瑶", "泽宇", "诗涵", "国庆", "春梅", "立新", "晨曦", "安琪",
];
const CITIES: &[&str] = &[
    "北京",
    "上海",
    "广州",
    "深圳",
    "武汉",
    "西安",
    "南京",
    "重庆",
    "沈阳",
    "昆明",
    "郑州",
    "长沙",
    "合肥",
    "厦门",
    "济南",
    "哈尔滨",
];

/// Eighty people with names of their own.
pub(super) fn consumers(dice: &mut Dice) -> Vec<Consumer> {
    let mut names = HashSet::new();
    let mut consumers = Vec::new();
    while consumers.len() < 80 {
        let name = format!("{}{}", dice.text(FAMILY), dice.text(GIVEN));
        if names.insert(name.clone()) {
            let id = (88_001 + consumers.len()).to_string();
            consumers.push(Consumer { id, name, city: dice.text(CITIES) });
        }
    }
    consumers
}
