//! Programs with small damages, which often still parse.

/// Splits a text into words, numbers, blanks and single other characters.
fn tokens(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' || c == '\'' => 1,
        c if c.is_whitespace() => 2,
        _ => 0,
    };
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (index, character) in text.char_indices() {
        let class = class(character);
        if last.is_some_and(|last| last != class || class == 0) {
            tokens.push(&text[start..index]);
            start = index;
        }
        last = Some(class);
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

/// A source of numbers (xorshift64*), so that a failure can be repeated from its seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap_or(0) % bound
    }
}

/// The text with one to three tokens deleted, exchanged, or replaced by or joined with others of the
/// text or of `pieces`, or cut off.
pub(crate) fn mutate(text: &str, pieces: &[&str], random: &mut Random) -> String {
    let mut tokens = tokens(text);
    if tokens.is_empty() {
        tokens.push("");
    }
    for _ in 0..=random.below(3) {
        let at = random.below(tokens.len());
        let other = random.below(tokens.len());
        let piece = if random.below(2) == 0 || pieces.is_empty() {
            tokens[other]
        } else {
            pieces[random.below(pieces.len())]
        };
        match random.below(6) {
            0 => drop(tokens.remove(at)),
            1 => tokens.insert(at, piece),
            2 => tokens[at] = piece,
            3 => tokens.swap(at, other),
            4 if random.below(4) == 0 => tokens.truncate(at + 1),
            // A whole stretch, such as an operand with its operator.
            _ => {
                let length = 1 + random.below(6.min(tokens.len() - other));
                let stretch: Vec<&str> = tokens[other..other + length].to_vec();
                tokens.splice(at..at, stretch);
            }
        }
        if tokens.is_empty() {
            tokens.push("");
        }
    }
    tokens.concat()
}
