/** What everybody tries first; the beginning of every dictionary of passwords. Compared in lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(
  [
    'password password1 password12 password123 password1234 passw0rd p@ssword p@ssw0rd passwort motdepasse',
    '123456 1234567 12345678 123456789 1234567890 12345 1234 111111 000000 123123 654321 666666 888888 121212 112233',
    'qwerty qwerty1 qwerty123 qwertyuiop qwertz qwertz123 azerty azerty123 asdfgh asdfghjkl zxcvbn zxcvbnm 1q2w3e4r',
    '1qaz2wsx qazwsx q1w2e3r4 abc123 abcd1234 a1b2c3d4 aa123456 abcdef abcdefg iloveyou iloveyou1 princess sunshine',
    'letmein letmein1 welcome welcome1 welcome123 admin admin123 administrator root toor changeme changeme1 default',
    'monkey dragon master football football1 baseball basketball hockey soccer superman batman trustno1 shadow',
    'michael jennifer jordan jordan23 charlie thomas andrew daniel jessica ashley nicole hannah matthew joshua',
    'starwars pokemon minecraft freedom whatever hello hello123 secret secret1 login access flower cookie summer',
    'winter spring autumn january february november december monday friday summer2024 summer2025 winter2025',
    'company1 company123 test test123 testing testing123 guest guest123 user user123 demo demo123 temp temp123',
  ].flatMap((line) => line.split(' ')),
);
