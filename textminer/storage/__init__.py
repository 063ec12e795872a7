"""What comes in and goes out: tables, exports, receipts."""
