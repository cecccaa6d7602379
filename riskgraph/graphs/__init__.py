"""Graph algorithms on plain arrays: best chains, riskiest chains, reliability of uncertain links. No nouns here."""
