"""What is studied: documents, their columns, tokens and types."""
