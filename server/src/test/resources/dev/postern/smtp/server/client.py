"""Sends three messages with smtplib: over SMTP, over SMTP with STARTTLS and UTF-8 addresses, and over LMTP."""
import smtplib
import ssl
import sys

smtp_port, lmtp_port, authority = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
SENDER = "sender@fabrikam.example"
CONTENT = "Subject: Hello\r\n\r\n.\r\n..two\r\nText\r\n"

with smtplib.SMTP("localhost", smtp_port, "client.fabrikam.example") as smtp:
    refused = smtp.sendmail(SENDER, ["user@contoso.example", "unknown@contoso.example"], CONTENT)
    assert refused == {"unknown@contoso.example": (550, b"5.1.1 No such recipient")}, refused
    # without it, a host sends the receipts for its senders itself
    assert not smtp.has_extn("dsn") and smtp.has_extn("pipelining")
    try:
        smtp.login("user", "password")
        raise AssertionError("login is offered")
    except smtplib.SMTPNotSupportedError:
        pass

with smtplib.SMTP("localhost", smtp_port, "client.fabrikam.example") as smtp:
    smtp.starttls(context=ssl.create_default_context(cafile=authority))
    smtp.sendmail(SENDER, ["grüße@contoso.example"], CONTENT.encode(), mail_options=["SMTPUTF8", "BODY=8BITMIME"])

with smtplib.LMTP("localhost", lmtp_port, "mta.contoso.example") as lmtp:
    assert lmtp.sendmail(SENDER, ["user@contoso.example"], CONTENT) == {}
