/** The words of the page on kinds of files. */
export const kindsText = {
  title: 'Kinds of files',
  open: 'Kinds of files',
  openHint: 'Which files the practice takes, told by their content',
  lead: (practice: string) =>
    `${practice} takes these. What a file is, is told by its content, never by its name; anything else is refused as it arrives. What is on file stays.`,
  groups: {
    pdf: ['PDF', 'Scans, forms, letters'],
    pictures: ['Pictures', 'JPEG, PNG, WebP, GIF, TIFF and photographs of iPhones (HEIC)'],
    text: ['Text', 'Plain text, CSV and saved e-mails'],
    rich: ['Rich text', 'RTF'],
    office: ['Microsoft Office', 'Word, Excel and PowerPoint without macros'],
    open: ['OpenDocument', 'Texts, tables and slides of LibreOffice'],
    old: [
      'Old Microsoft Office',
      'Word, Excel and PowerPoint before 2007, and Outlook messages. Hard to check: leave them out if you can.',
    ],
    zip: ['Zip archives', 'Looked into before they are taken; never unpacked'],
  },
  save: 'Save',
  saved: 'Saved. It counts for files that arrive from now on.',
  failed: 'The kinds of files could not be loaded',
  none: 'Take one kind at least.',
  readOnly: 'Owners and administrators change this.',
} as const;
