"""The look at a file before it is read: settings, roles and the first rows."""
