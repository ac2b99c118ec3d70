import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { announce } from '../../../shared/ui/announce.js';
import { toast } from '../../../shared/ui/toast.js';
import { NO_FILTERS } from '../list/filters.js';
import { listRequests } from '../list/requests.js';
import type { Option } from './options.js';
import { nameFor } from './options.js';
import { searchText } from './text.js';

/** Does what a chosen line says. The typed name goes along in the router's state, never in the address. */
export function useCommands(): (option: Option, text: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (option, text) => {
      if (option.kind === 'client') return void navigate(`/clients/${option.card.id}`);
      switch (option.command) {
        case 'clients':
          return void navigate('/clients');
        case 'imports':
        case 'import':
          return void navigate('/imports');
        case 'team':
          return void navigate('/team');
        case 'access':
          return void navigate('/your-access');
        case 'security':
          return void navigate('/security');
        case 'rules':
          return void navigate('/settings/security');
        case 'networks':
        case 'single-sign-on':
        case 'directory':
        case 'break-glass':
        case 'sign-ins':
          return void navigate(`/settings/${option.command}`);
        case 'new': {
          const name = nameFor(text);
          return void navigate('/clients/new', name === null ? undefined : { state: { name } });
        }
        case 'export':
          return void exportAll();
      }
    },
    [navigate],
  );
}

async function exportAll(): Promise<void> {
  announce(searchText.exporting);
  try {
    await listRequests.export(NO_FILTERS);
    toast({ message: searchText.exported });
  } catch {
    toast({ message: searchText.exportFailed, tone: 'danger' });
  }
}
