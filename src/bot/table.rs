//! Sparse weights by feature: for each feature the columns (classes or examples) it speaks for.

use super::features::{Sparse, to_u32};

/// A matrix of features by columns, stored by feature.
#[derive(Debug, Default)]
pub struct Table {
    /// Where a feature's cells start; one more than features.
    starts: Vec<u32>,
    cells: Vec<(u32, f32)>,
}

impl Table {
    /// Turns columns of (feature, weight) around.
    #[must_use]
    pub fn new<'a>(columns: impl Iterator<Item = &'a [(u32, f32)]> + Clone, feature_count: usize) -> Self {
        let mut starts = vec![0_u32; feature_count + 1];
        for (id, _) in columns.clone().flatten() {
            starts[*id as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut cells = vec![(0, 0.0); starts[feature_count] as usize];
        for (column, weights) in columns.enumerate() {
            for (id, weight) in weights {
                cells[next[*id as usize] as usize] = (to_u32(column), *weight);
                next[*id as usize] += 1;
            }
        }
        Self { starts, cells }
    }

    /// The cells of a feature.
    #[must_use]
    pub fn row(&self, id: u32) -> &[(u32, f32)] {
        &self.cells[self.starts[id as usize] as usize..self.starts[id as usize + 1] as usize]
    }

    /// Adds the product with a vector to `out`, one number a column.
    pub fn add_product(&self, vector: &[(u32, f32)], out: &mut [f32]) {
        for (id, value) in vector {
            for (column, weight) in self.row(*id) {
                out[*column as usize] += weight * value;
            }
        }
    }

    /// One weight.
    #[must_use]
    pub fn weight(&self, id: u32, column: u32) -> f32 {
        let row = self.row(id);
        row.binary_search_by_key(&column, |(of, _)| *of).map_or(0.0, |at| row[at].1)
    }
}

/// The part of a vector whose features lie in `range`.
#[must_use]
pub fn part(vector: &Sparse, range: std::ops::Range<u32>) -> &[(u32, f32)] {
    let from = vector.partition_point(|(id, _)| *id < range.start);
    let to = vector.partition_point(|(id, _)| *id < range.end);
    &vector[from..to]
}
