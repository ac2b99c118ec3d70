import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useState } from 'react';
import { dateIn, day, dayTime } from '../../../shared/text/dates.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { devicesKey, useDevices, watchRequests } from './requests.js';
import type { KnownDevice } from './requests.js';
import { watchText as words } from './text.js';
import { countryWord } from './words.js';
import classes from './watch.module.css';
import section from '../factors/section.module.css';
import page from '../own-security.module.css';

/** Browsers that signed in to one's account before. */
export function DevicesSection() {
  const devices = useDevices();
  const slow = useSlow(devices.isPending);
  const [forgetting, setForgetting] = useState<KnownDevice | null>(null);
  return (
    <section aria-labelledby="devices">
      <h2 id="devices">{words.devices}</h2>
      <p className={page['hint']}>{words.devicesHint}</p>
      {slow && <SkeletonRows rows={2} />}
      {devices.isError && devices.data === undefined && (
        <ErrorState error={devices.error} title={words.devicesFailed} retry={() => void devices.refetch()} />
      )}
      {devices.data?.length === 0 && <EmptyState title={words.noDevices}>{words.noDevicesHint}</EmptyState>}
      {devices.data && devices.data.length > 0 && (
        <ul className={section['list']} aria-labelledby="devices">
          {devices.data.map((device) => (
            <DeviceLine key={device.id} known={device} onForget={() => setForgetting(device)} />
          ))}
        </ul>
      )}
      {forgetting && <ForgetDialog known={forgetting} onClose={() => setForgetting(null)} />}
    </section>
  );
}

function DeviceLine({ known, onForget }: { known: KnownDevice; onForget: () => void }) {
  const { device, countries, createdAt, lastUsedAt, here } = known;
  const Icon = /Android|iOS|iPhone|iPad/.test(device) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li>
      <Icon size={20} stroke={1.5} aria-hidden />
      <div>
        <span className={classes['what']}>
          <b>{device}</b>
          {here && (
            <em className={classes['mark']} data-here>
              {words.thisBrowser}
            </em>
          )}
        </span>
        <small>
          <span>{words.used(lower(dayTime(lastUsedAt)))}</span>
          <span>{words.since(day(dateIn(createdAt)))}</span>
          {countries.length > 0 && <span>{words.countries(countries.map(countryWord))}</span>}
        </small>
      </div>
      <Button size="xs" variant="default" aria-label={words.forgetNamed(device)} onClick={onForget}>
        {words.forget}
      </Button>
    </li>
  );
}

function ForgetDialog({ known: { id, device }, onClose }: { known: KnownDevice; onClose: () => void }) {
  const cache = useQueryClient();
  const forget = useMutation({
    mutationFn: () => watchRequests.forget(id),
    onSuccess: () => {
      cache.setQueryData<KnownDevice[]>(devicesKey, (before) => before?.filter((one) => one.id !== id));
      toast({ message: words.forgotten(device) });
      onClose();
    },
    onSettled: () => void cache.invalidateQueries({ queryKey: devicesKey }),
  });
  return (
    <ConfirmDialog
      opened
      title={words.forgetTitle(device)}
      confirmLabel={words.forgetConfirm}
      busy={forget.isPending}
      onConfirm={() => forget.mutate()}
      onClose={onClose}
    >
      {words.forgetText}
      {forget.isError && (
        <p className={classes['refused']} role="alert">
          {problemSentence(forget.error)}
        </p>
      )}
    </ConfirmDialog>
  );
}

const lower = (when: string): string => when.replace(/^[TY]/, (letter) => letter.toLowerCase());
