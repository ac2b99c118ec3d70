import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { problemSentence } from '../../../shared/text/problems.js';
import { fieldError } from '../../../shared/ui/field.js';
import type { Draft } from './draft.js';
import { signOnRequests } from './requests.js';
import { signOnText as words } from './text.js';
import classes from './sign-on.module.css';

const CERTIFICATES_MOST = 4;

interface SamlFieldsProps {
  draft: Draft;
  readOnly: boolean;
  /** What the last save was refused for. */
  error: unknown;
  onChange: (values: Partial<Draft>) => void;
}

/** What a SAML provider says of itself: read from its metadata, or typed. */
export function SamlFields({ draft, readOnly, error, onChange }: SamlFieldsProps) {
  const { entityId, signOnUrl, certificates } = draft;
  const setCertificate = (index: number, text: string): void =>
    onChange({ certificates: certificates.map((one, at) => (at === index ? text : one)) });
  return (
    <>
      {!readOnly && <FromMetadata draft={draft} onChange={onChange} />}
      <TextInput
        label={words.entityId}
        value={entityId}
        readOnly={readOnly}
        maxLength={500}
        spellCheck={false}
        error={fieldError(error, 'saml.entityId')}
        onChange={({ currentTarget }) => onChange({ entityId: currentTarget.value })}
      />
      <TextInput
        label={words.signOnUrl}
        value={signOnUrl}
        readOnly={readOnly}
        maxLength={1000}
        spellCheck={false}
        error={fieldError(error, 'saml.signOnUrl')}
        onChange={({ currentTarget }) => onChange({ signOnUrl: currentTarget.value })}
      />
      {certificates.map((certificate, index) => (
        <div key={index}>
          <Textarea
            label={words.certificate(index, certificates.length)}
            {...(index === 0 && { description: words.certificateHint, error: fieldError(error, 'saml.certificates') })}
            value={certificate}
            readOnly={readOnly}
            rows={3}
            spellCheck={false}
            onChange={({ currentTarget }) => setCertificate(index, currentTarget.value)}
          />
          {!readOnly && certificates.length > 1 && (
            <Button
              size="compact-xs"
              variant="subtle"
              mt={4}
              onClick={() => onChange({ certificates: certificates.filter((_one, at) => at !== index) })}
            >
              {words.dropCertificate(index)}
            </Button>
          )}
        </div>
      ))}
      {!readOnly && certificates.length < CERTIFICATES_MOST && certificates[0] !== '' && (
        <div>
          <Button size="xs" variant="default" onClick={() => onChange({ certificates: [...certificates, ''] })}>
            {words.addCertificate}
          </Button>
        </div>
      )}
    </>
  );
}

/** Fills the fields from metadata, so that they are looked at before they count. */
function FromMetadata({ draft, onChange }: Pick<SamlFieldsProps, 'draft' | 'onChange'>) {
  const labelId = useId();
  const [by, setBy] = useState<'url' | 'xml'>('url');
  const [xml, setXml] = useState('');
  const read = useMutation({
    mutationFn: () => signOnRequests.metadata(by === 'url' ? { url: draft.metadataUrl.trim() } : { xml }),
    onSuccess: ({ entityId, signOnUrl, certificates }) =>
      onChange({
        entityId,
        signOnUrl,
        certificates: certificates.map(({ base64 }) => base64),
        ...(by === 'xml' && { metadataUrl: '' }),
      }),
  });
  const error = read.isError ? (fieldError(read.error, by) ?? problemSentence(read.error)) : null;
  return (
    <fieldset className={classes['group']} aria-labelledby={labelId}>
      <legend id={labelId}>{words.metadata}</legend>
      <SegmentedControl
        aria-labelledby={labelId}
        value={by}
        onChange={(next) => {
          setBy(next === 'xml' ? 'xml' : 'url');
          read.reset();
        }}
        data={(['url', 'xml'] as const).map((value) => ({ value, label: words.metadataBy[value] }))}
      />
      {by === 'url' ? (
        <TextInput
          type="url"
          label={words.metadataAddress}
          description={words.metadataHint}
          value={draft.metadataUrl}
          maxLength={1000}
          error={error}
          onChange={({ currentTarget }) => {
            onChange({ metadataUrl: currentTarget.value });
            read.reset();
          }}
        />
      ) : (
        <Textarea
          label={words.metadataXml}
          value={xml}
          rows={5}
          spellCheck={false}
          error={error}
          onChange={({ currentTarget }) => {
            setXml(currentTarget.value);
            read.reset();
          }}
        />
      )}
      <div>
        <Button size="xs" variant="default" loading={read.isPending} onClick={() => read.mutate()}>
          {words.readMetadata}
        </Button>
      </div>
    </fieldset>
  );
}
