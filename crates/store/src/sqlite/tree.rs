//! The number under which an interior node of the log's tree is kept.
//!
//! Nodes are numbered in the order in which they become complete. With `n` leaves there are `n - ones(n)` of them, `ones`
//! being the number of ones in the binary form: each leaf completes one node for each full subtree that it closes.

/// The number of the node at a level (1 and above) and index; `None` for leaves and for what no log can reach.
pub(super) fn node_number(level: u32, index: u64) -> Option<u64> {
    if level == 0 || level >= 63 {
        return None;
    }
    let leaves = index.checked_add(1)?.checked_mul(1 << level)?;
    let before = leaves - 1;
    Some(before - u64::from(before.count_ones()) + u64::from(level) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::{Frontier, Hash};

    /// D2: nodes are numbered densely in the order in which the log completes them.
    #[test]
    fn nodes_are_numbered_densely_in_the_order_of_completion() {
        let mut frontier = Frontier::new();
        let mut numbers = Vec::new();
        for n in 0..2000u64 {
            frontier.push_with(Hash::of_leaf(&n.to_be_bytes()), |node| {
                numbers.push(node_number(node.level, node.index).unwrap());
            });
        }
        assert!(numbers.iter().copied().eq(0..numbers.len() as u64));
        assert_eq!(node_number(0, 3), None);
        assert_eq!(node_number(62, u64::MAX), None);
    }
}
