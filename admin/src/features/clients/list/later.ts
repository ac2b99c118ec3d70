import { lazy } from 'react';

const parts = () => import('./later-parts.js');

/** What the list shows only once somebody asks for it: one file, fetched when the page rests or when it is first needed. */
export const FilterEditor = lazy(async () => ({ default: (await parts()).FilterEditor }));
export const SelectionBar = lazy(async () => ({ default: (await parts()).SelectionBar }));
export const RefusalNote = lazy(async () => ({ default: (await parts()).RefusalNote }));
export const SortChoice = lazy(async () => ({ default: (await parts()).SortChoice }));
export const ColumnsChoice = lazy(async () => ({ default: (await parts()).ColumnsChoice }));
export const PhoneActs = lazy(async () => ({ default: (await parts()).PhoneActs }));
export const SheetPanel = lazy(async () => ({ default: (await parts()).SheetPanel }));
