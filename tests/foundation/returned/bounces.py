"""Messages as mail servers write them when a letter comes back, about made-up people. `{…}` is filled in by a test."""

from __future__ import annotations

from email.message import Message

#: As Postfix 3 writes it. It comes from nobody and says of itself that it is an answer by a machine.
POSTFIX = """\
Return-Path: <>
Delivered-To: register@ircm.example
Received: by mx.elsewhere.example (Postfix)
\tid 4F1B2C3D4E; Thu,  1 Jul 2027 09:02:11 +0100 (BST)
Date: Thu,  1 Jul 2027 09:02:11 +0100 (BST)
From: MAILER-DAEMON@mx.elsewhere.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F1B2C3D4E.1814515331/mx.elsewhere.example"
Content-Transfer-Encoding: 8bit
Message-Id: <20270701080211.9A8B7C6D5E@mx.elsewhere.example>

This is a MIME-encapsulated message.

--4F1B2C3D4E.1814515331/mx.elsewhere.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

This is the mail system at host mx.elsewhere.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<zzmarker@elsewhere.example>: host mail.elsewhere.example[192.0.2.7] said:
    {diagnosis} (in reply to RCPT TO command)

--4F1B2C3D4E.1814515331/mx.elsewhere.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.elsewhere.example
X-Postfix-Queue-ID: 4F1B2C3D4E
X-Postfix-Sender: rfc822; {to}
Arrival-Date: Thu,  1 Jul 2027 09:02:10 +0100 (BST)

Final-Recipient: rfc822; zzmarker@elsewhere.example
Original-Recipient: rfc822;zzmarker@elsewhere.example
Action: {action}
Status: {status}
Remote-MTA: dns; mail.elsewhere.example
Diagnostic-Code: smtp; {diagnosis}

--4F1B2C3D4E.1814515331/mx.elsewhere.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 8bit

Return-Path: <{to}>
Received: from app.ircm.example (app.ircm.example [192.0.2.1])
\tby mx.elsewhere.example (Postfix) with ESMTP id 4F1B2C3D4E
\tfor <zzmarker@elsewhere.example>; Thu,  1 Jul 2027 09:02:10 +0100 (BST)
Content-Type: text/plain; charset="utf-8"
Subject: Zzmarker's own subject
From: Institute of Registered Case Managers <register@ircm.example>
To: zzmarker@elsewhere.example
Message-ID: {message_id}
Auto-Submitted: auto-generated

--4F1B2C3D4E.1814515331/mx.elsewhere.example--
"""

#: As Exchange Online writes it: a page for people first, the whole letter last, and its Message-ID at the top.
EXCHANGE = """\
Return-Path: <>
From: Microsoft Outlook
 <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@practice.example>
To: <{to}>
Date: Thu, 1 Jul 2027 08:02:14 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="8f0c1a52-94f2-4b0e-a9ee-7e0f3e0a2b11"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: en-GB
Message-ID: <a5b6c7d8-e9f0-4a1b-8c2d-3e4f5a6b7c8d@AB1PR01MB0001.prod.example>
In-Reply-To: {message_id}
References: {message_id}
Subject: Undeliverable: Zzmarker's own subject
Auto-Submitted: auto-replied
MIME-Version: 1.0

--8f0c1a52-94f2-4b0e-a9ee-7e0f3e0a2b11
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="c2e6c31b-6f9c-4a58-a2c3-0c6a3e6f1d2e"

--c2e6c31b-6f9c-4a58-a2c3-0c6a3e6f1d2e
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to zzmarker@practice.example couldn't be delivered.

--c2e6c31b-6f9c-4a58-a2c3-0c6a3e6f1d2e
Content-Type: text/html; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

<html><body><b>Your message to zzmarker@practice.example couldn't be delivered.=
</b></body></html>

--c2e6c31b-6f9c-4a58-a2c3-0c6a3e6f1d2e--

--8f0c1a52-94f2-4b0e-a9ee-7e0f3e0a2b11
Content-Type: message/delivery-status

Reporting-MTA: dns;AB1PR01MB0001.prod.example
Received-From-MTA: dns;app.ircm.example
Arrival-Date: Thu, 1 Jul 2027 08:02:12 +0000

Final-Recipient: rfc822;zzmarker@practice.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp;{diagnosis}
X-Display-Name: Zzmarker Sample

--8f0c1a52-94f2-4b0e-a9ee-7e0f3e0a2b11
Content-Type: message/rfc822

Received: from app.ircm.example (192.0.2.1) by AB1PR01MB0001.prod.example
 with Microsoft SMTP Server id 15.20.1; Thu, 1 Jul 2027 08:02:12 +0000
Content-Type: text/plain; charset="utf-8"
MIME-Version: 1.0
Subject: Zzmarker's own subject
From: Institute of Registered Case Managers <register@ircm.example>
To: zzmarker@practice.example
Message-ID: {message_id}
Auto-Submitted: auto-generated

Dear Zzmarker

--8f0c1a52-94f2-4b0e-a9ee-7e0f3e0a2b11--
"""

OUT_OF_OFFICE = """\
Return-Path: <>
From: Zzmarker Sample <zzmarker@elsewhere.example>
To: register@ircm.example
Subject: Automatic reply: Zzmarker's own subject
In-Reply-To: {message_id}
Auto-Submitted: auto-replied (vacation)

I am away until Monday. 550 5.1.1 is my favourite number.
"""

FROM_A_PERSON = """\
Return-Path: <zzmarker@elsewhere.example>
From: Zzmarker Sample <zzmarker@elsewhere.example>
To: register@ircm.example
Subject: Re: Zzmarker's own subject
In-Reply-To: {message_id}

Who are you?
"""

UNKNOWN = {"action": "failed", "status": "5.1.1", "diagnosis": "550 5.1.1 <zzmarker@elsewhere.example>: User unknown"}


def bounce(letter: Message, sample: str = POSTFIX, **changes: str) -> bytes:
    """The message that brings a letter back, made from the letter as it arrived at the mail server."""
    filled = {
        **UNKNOWN,
        "to": str(letter["Return-Path"]).strip("<>"),
        "message_id": str(letter["Message-ID"]),
        **changes,
    }
    return sample.format(**filled).encode()
