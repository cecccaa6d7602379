"""An assessment to what people read: sentences, tables, figures, JSON, files."""
