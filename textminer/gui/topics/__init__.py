"""Topics, the map of documents, and near duplicates."""
