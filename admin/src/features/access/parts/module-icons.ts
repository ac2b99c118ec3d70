import {
  IconBriefcase,
  IconChartBar,
  IconCreditCard,
  IconFileText,
  IconMail,
  IconReceipt,
  IconSettings,
  IconSparkles,
  IconUserShield,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { ModuleName } from '../model.js';

/** Each module's picture, the same wherever modules are shown small. */
export const MODULE_ICONS: Record<ModuleName, ComponentType<{ size?: number; stroke?: number }>> = {
  clients: IconUsers,
  cases: IconBriefcase,
  communications: IconMail,
  ai: IconSparkles,
  documents: IconFileText,
  invoices: IconReceipt,
  reports: IconChartBar,
  billing: IconCreditCard,
  settings: IconSettings,
  team_management: IconUserShield,
};
