//! The narrative's sentences: folding, events, bases of comparison, paths of subjects.
#![no_main]

use yusuan_parsers::compact::Compact;
use yusuan_parsers::sentence::{Event, events};
use yusuan_parsers::{compare, subject};

libfuzzer_sys::fuzz_target!(|source: &str| {
    let compact = Compact::new(source);
    let text = compact.text.as_str();
    for event in events(text) {
        if let Event::Mention(mention) = event {
            assert!(source.get(compact.origin(&mention.range)).is_some());
            assert!(text.get(mention.subject).is_some() && text.get(mention.whole).is_some());
        }
    }
    let _ = (subject::marked(text), subject::dashed(text), subject::coded(text));
    let _ = (compare::base_at_end(text, 0), compare::outcome(text), compare::flat_at_end(text));
});
