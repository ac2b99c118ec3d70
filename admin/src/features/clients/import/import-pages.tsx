import { Navigate, Route, Routes } from 'react-router';
import { ImportPage } from './import-page.js';
import { ImportsPage } from './imports-page.js';

/** The import's screens: the start with earlier imports, and one import from its preview to its end. */
export default function ImportPages() {
  return (
    <Routes>
      <Route index element={<ImportsPage />} />
      <Route path=":id" element={<ImportPage />} />
      <Route path="*" element={<Navigate to="/imports" replace />} />
    </Routes>
  );
}
