<?php
// Receives short messages by webhook and checks the signature, with what comes with PHP.
//
//     WEBHOOK_SECRET=whsec_... php -S 127.0.0.1:8000 receiver.php

function is_signed(string $body): bool
{
    $id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
    $sent = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    if (!ctype_digit($sent) || abs(time() - (int) $sent) > 300) {
        return false;
    }
    $secret = base64_decode(preg_replace('/^whsec_/', '', getenv('WEBHOOK_SECRET')));
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$sent.$body", $secret, true));
    foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $one) {
        if (hash_equals($expected, $one)) {
            return true;
        }
    }
    return false;
}

$body = file_get_contents('php://input');
$signed = is_signed($body);
if ($signed) {
    $sms = json_decode($body, true);
    file_put_contents('php://stdout', "{$sms['from']} -> {$sms['to']} {$sms['text']}\n");
}
http_response_code($signed ? 204 : 401);    // with 2xx the SMSC gets its acknowledgement
