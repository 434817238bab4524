# Files that answer a question: crates/cli/src/desk/documents.rs and the field for them in the window.

desk-document-unreadable-what = { $file } cannot be read: { $why }
desk-document-unreadable-remedy = Check the file and its permissions, then choose it again.
desk-document-too-large-what = The file is larger than { $limit } MB
desk-document-too-large-remedy = Choose the file that the vendor sent for this. Nothing was kept of this one.
desk-document-lost-what = The file cannot be read: { $why }
desk-document-lost-remedy = Choose it again.
