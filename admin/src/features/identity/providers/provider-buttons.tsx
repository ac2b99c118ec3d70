import { Button } from '@mantine/core';
import { IconBrandApple, IconBrandGoogle } from '@tabler/icons-react';
import { setOutPath, useProviders } from './requests.js';
import { providerText } from './text.js';
import classes from '../factors/factors.module.css';

/** Marks of the providers. */
export const PROVIDER_ICONS = { google: IconBrandGoogle, apple: IconBrandApple };

/** Ways in through providers; nothing where none is set up. */
export function ProviderButtons({ onLeave }: { onLeave: () => void }) {
  const providers = useProviders();
  if (providers.length === 0) return null;
  return (
    <div className={classes['way']}>
      {providers.map((provider) => {
        const Icon = PROVIDER_ICONS[provider];
        return (
          <Button
            key={provider}
            component="a"
            href={setOutPath(provider, 'sign_in')}
            onClick={onLeave}
            size="lg"
            variant="default"
            fullWidth
            leftSection={<Icon size={19} stroke={1.6} aria-hidden />}
          >
            {providerText.continueWith(providerText.name[provider])}
          </Button>
        );
      })}
    </div>
  );
}
