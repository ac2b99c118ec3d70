// Fetched together by later.ts.
export { FilterEditor } from './filter-editor.js';
export { PhoneActs } from './phone-acts.js';
export { RefusalNote } from './refusal-note.js';
export { SelectionBar } from './selection-bar.js';
export { SheetPanel } from './sheet-panel.js';
export { ColumnsChoice, SortChoice } from './view-choices.js';
