### What can go wrong in the window's shell: the clipboard, a file that was chosen. One pair of messages each.

desk-clipboard-what = The clipboard did not take the text: { $why }
desk-clipboard-remedy = Select the text and copy it by hand.
desk-exports-what = The folder for saved files cannot be made: { $why }
desk-exports-remedy = Make the data folder writable, or start Handrail with another one.
desk-list-what = The list cannot be read: { $why }
desk-list-remedy = Choose another file, or paste the list into the field.
