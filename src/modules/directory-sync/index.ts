import './persistence/directory.sealed.js';

export { DirectorySyncModule } from './directory-sync.module.js';
