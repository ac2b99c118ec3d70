/**
 * Headings as Cliniko, Halaxy, Migration Manager and hand-made sheets write them, beside our own labels; separated by bars, in
 * plain form: lower case, letters and digits only, single spaces. Keys are field names.
 */
export const HEADING_SYNONYMS: Readonly<Record<string, string>> = {
  fileNumber:
    'file no|file id|file ref|file reference|client number|client no|client id|client ref|client reference|patient id|patient number|record number|matter number|our reference|our ref|id',
  status: 'client status|patient status|state of file',
  kind: 'client type|type|record type|entity type',
  title: 'salutation|prefix|name prefix|honorific',
  familyName:
    'family name|surname|last name|lastname|family|legal surname|legal last name|legal family name|client surname|client last name|name last',
  givenName:
    'given name|given names|givennames|first name|firstname|first names|forename|legal first name|legal given names|client first name|name first',
  middleName: 'middle names|second name|name middle',
  familyFirst: 'name order',
  fullName:
    'name|client name|patient name|client|patient|contact name|legal name|applicant|applicant name|participant|participant name|display name',
  organisationName:
    'organisation|organization|organisation name|company|company name|business name|business|entity name|employer name|trading entity',
  preferredName: 'preferred first name|known as|nickname|goes by|alias|trading name|preferred',
  formerNames: 'former name|previous name|previous names|maiden name|other names|previous surname|also known as|formerly|aka',
  dateOfBirth: 'dob|birth date|birthdate|birthday|born|d o b|date of birth dd mm yyyy|dob dd mm yyyy|date of birth d m y',
  gender: 'sex|gender identity',
  pronouns: 'pronoun',
  indigenousStatus: 'atsi|atsi status|aboriginal or torres strait islander|indigenous|aboriginal torres strait islander status',
  email: 'e mail|email address|e mail address|email 1|primary email|main email|contact email',
  otherEmails: 'email 2|secondary email|alternate email|alternative email|other email',
  mobile: 'mobile phone|mobile number|cell|cell phone|mobile no|phone mobile|sms number|phone number 1|primary phone|main phone|mobile 1',
  phone:
    'telephone|home phone|phone home|landline|phone number|phone no|contact number|tel|phone number 2|home telephone|telephone number|work phone|phone work',
  otherPhones: 'phone 2|phone number 3|other phone|secondary phone|alternate phone',
  homeLine1:
    'address line 1|address 1|street|street address|residential address|home address|address|residential street|address street|home address line 1',
  homeLine2: 'address line 2|address 2|unit|residential address line 2',
  homeSuburb: 'suburb|city|town|locality|suburb city|address city|address suburb|city suburb|residential suburb|home city',
  homeState: 'state|state territory|province|region|address state|residential state|state or territory',
  homePostcode: 'postcode|post code|postal code|zip|zip code|address postcode|residential postcode|pcode',
  homeCountry: 'country|address country|country of residence|residential country',
  postalLine1: 'postal address line 1|mailing address|postal street|mailing street',
  postalLine2: 'mailing address line 2',
  postalSuburb: 'postal city|mailing city|mailing suburb',
  postalState: 'mailing state',
  postalPostcode: 'mailing postcode',
  postalCountry: 'mailing country',
  billingLine1: 'billing address line 1|invoice address|billing street',
  billingSuburb: 'billing city',
  citizenships: 'nationality|nationalities|country of citizenship|citizenship country|citizenships|country of nationality',
  languages: 'language|preferred language|main language|language spoken|languages spoken|primary language|language at home|spoken language',
  interpreterNeeded: 'interpreter|interpreter required|needs interpreter|requires interpreter',
  passportNumber: 'passport|passport no|passport num|travel document number|passport document number',
  passportCountry:
    'passport issuing country|passport country of issue|country of passport|passport issued by|passport nationality|country of issue',
  passportExpiry: 'passport expiry date|passport expires|passport expiration|passport date of expiry|passport valid to',
  visaGrantNumber: 'visa grant no|grant number|vgn|visa grant',
  visaExpiry: 'visa expiry date|visa expires|visa end date|visa expiration|visa stay until',
  transactionReference: 'trn|transaction reference|transaction ref|immi trn',
  dhaFileNumber: 'dha file number|dibp file number|home affairs file|immi file number|dha file|dha reference|department file number',
  medicareNumber: 'medicare|medicare no|medicare card number|medicare card',
  medicareReference: 'medicare reference number|medicare irn|irn|medicare ref|medicare individual reference number|medicare card irn',
  medicareExpiry: 'medicare expiry date|medicare valid to|medicare card expiry',
  ndisNumber: 'ndis|ndis no|ndis participant number|ndis client number',
  dvaNumber: 'dva|dva no|dva file number|dva card number|veteran number|dva card',
  ihiNumber: 'ihi|individual healthcare identifier',
  abn: 'abn number|australian business number|abn no',
  acn: 'acn number|australian company number|acn no',
  emergencyName: 'emergency contact name|next of kin|nok|nok name',
  emergencyRelationship: 'emergency relationship|nok relationship|next of kin relationship',
  emergencyPhone: 'emergency phone|emergency contact number|next of kin phone|nok phone',
  contactChannels: 'preferred contact|contact preference|preferred contact method|communication preference|reminder type',
  contactNote: 'contact notes|contact preference note',
  doNotContact: 'dnc|no contact|opt out',
  referrer: 'referral source|referred by|referring doctor|referrer name|source',
  gp: 'doctor|general practitioner|gp name|family doctor|usual gp',
  reviewOn: 'review|next review|review due',
  team: 'team name|office|branch|location|practice location|clinic',
  practitioner:
    'responsible practitioner|practitioner name|agent|migration agent|rma|case manager|clinician|therapist|mediator|case officer|primary practitioner|default practitioner|assigned to|owner',
};
