//! Names that stand inside longer ones: the longest that a title contains decides.

/// Names with what they mean, by their first character.
#[derive(Debug, Clone)]
pub(super) struct Parts<T> {
    /// Sorted by character; within one, the longest first, and of equally long ones the last added.
    firsts: Vec<(char, Vec<Part<T>>)>,
    /// How many names there are.
    pub count: usize,
}

#[derive(Debug, Clone)]
struct Part<T> {
    name: String,
    /// Length in characters, then order of adding.
    rank: (usize, usize),
    value: T,
}

impl<T> Default for Parts<T> {
    fn default() -> Self {
        Self { firsts: Vec::new(), count: 0 }
    }
}

impl<T: Copy> Parts<T> {
    /// Adds a name; an empty one is in every title and says nothing.
    pub(super) fn add(&mut self, name: String, value: T) {
        let Some(first) = name.chars().next() else { return };
        let rank = (name.chars().count(), self.count);
        self.count += 1;
        let at = match self.firsts.binary_search_by_key(&first, |(c, _)| *c) {
            Ok(at) => at,
            Err(at) => {
                self.firsts.insert(at, (first, Vec::new()));
                at
            }
        };
        if let Some((_, parts)) = self.firsts.get_mut(at) {
            let place = parts.partition_point(|p| p.rank > rank);
            parts.insert(place, Part { name, rank, value });
        }
    }

    /// What the longest name in `text` means, and its length in characters; the last added of equally long ones.
    pub(super) fn longest(&self, text: &str) -> Option<(T, usize)> {
        let mut best: Option<&Part<T>> = None;
        for (at, c) in text.char_indices() {
            let Ok(first) = self.firsts.binary_search_by_key(&c, |(c, _)| *c) else { continue };
            let Some(((_, parts), rest)) = self.firsts.get(first).zip(text.get(at..)) else { continue };
            let more = parts.iter().take_while(|p| best.is_none_or(|b| p.rank > b.rank));
            if let Some(found) = more.into_iter().find(|p| rest.starts_with(p.name.as_str())) {
                best = Some(found);
            }
        }
        best.map(|p| (p.value, p.rank.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_longest_is_found(
            names in proptest::collection::vec("[收支表总]{1,3}", 0..12),
            text in "[收支表总预]{0,9}",
        ) {
            let mut parts = Parts::default();
            for (index, name) in names.iter().enumerate() {
                parts.add(name.clone(), index);
            }
            let want = names
                .iter()
                .enumerate()
                .filter(|(_, n)| text.contains(n.as_str()))
                .map(|(i, n)| (i, n.chars().count()))
                .reduce(|best, next| if next.1 >= best.1 { next } else { best });
            prop_assert_eq!(parts.longest(&text), want);
        }
    }
}
