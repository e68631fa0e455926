package dev.postern.workflow.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.JsonValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How the inputs of HTTP actions become calls. */
class CallReaderTest {
    private static JsonNode inputs(String more) {
        return JsonValues.parse(
                ("{'method':'post','uri':'https://api.contoso.example/a'" + more + "}").replace('\'', '"'));
    }

    private static Call read(String more) {
        return CallReader.read(inputs(more));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /a                    | {}                    | /a
        /a                    | {'x':1}               | /a?x=1
        /a?x=1                | {'x':'2','y':true}    | /a?x=1&x=2&y=True
        /a?                   | {'x':'1'}             | /a?x=1
        /a?x=1&               | {'y':'2'}             | /a?x=1&y=2
        /a#top                | {'x':'1'}             | /a?x=1
        /a                    | {'$filter':'a eq 1'}  | /a?%24filter=a%20eq%201
        /a                    | {'q':'ä&=+'}          | /a?q=%C3%A4%26%3D%2B
        /a                    | {'q':null}            | /a?q=
        /a b?x="y"            | {}                    | /a%20b?x=%22y%22
        /a?x=100%             | {}                    | /a?x=100%25
        /a?x=%41%4            | {}                    | /a?x=%41%254
        /a?$filter=x eq '{y}' | {}                    | /a?$filter=x%20eq%20'%7By%7D'
        /b\\c^d`e<f>          | {}                    | /b%5Cc%5Ed%60e%3Cf%3E
        """)
    void queriesAreAddedAndUrlsEscaped(String path, String queries, String expected) {
        var inputs = JsonValues.object();
        inputs.put("method", "GET").put("uri", "https://api.contoso.example" + path);
        inputs.set("queries", JsonValues.parse(queries.replace('\'', '"')));
        assertEquals(
                "https://api.contoso.example" + expected,
                CallReader.read(inputs).uri().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://api.contoso.example/",
        "api.contoso.example/a",
        "https:///a",
        "https://user@api.contoso.example/",
        "https://api.contoso.example:port/",
        "file:/etc/passwd"
    })
    void otherUrlsAreRefused(String uri) {
        var inputs = JsonValues.object();
        inputs.put("method", "GET").put("uri", uri);
        assertEquals(
                "BadRequest",
                assertThrows(CallRefused.class, () -> CallReader.read(inputs)).code());
    }

    @ParameterizedTest
    @CsvSource({"2048, true", "2049, false"})
    void aUrlHasTwoKilobytes(int length, boolean allowed) {
        String start = "https://api.contoso.example/";
        var inputs = JsonValues.object();
        inputs.put("method", "GET").put("uri", start + "a".repeat(length - start.length()));
        if (allowed) {
            assertEquals(length, CallReader.read(inputs).uri().toString().length());
        } else {
            assertThrows(CallRefused.class, () -> CallReader.read(inputs));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Accept, true",
        "Accept-Language, false",
        "ACCEPT-ENCODING, false",
        "Allow, false",
        "Authorization, true",
        "Connection, false",
        "Content-Disposition, true",
        "Content-Encoding, true",
        "Content-Length, false",
        "Content-MD5, false",
        "Content-Type, true",
        "Cookie, false",
        "Expires, false",
        "Host, false",
        "If-Match, true",
        "Last-Modified, false",
        "Origin, false",
        "Prefer, true",
        "Set-Cookie, false",
        "Transfer-Encoding, false",
        "X-Own, true"
    })
    void headersOfTheConnectionAreDropped(String name, boolean kept) {
        assertEquals(kept, read(",'headers':{'" + name + "':'1'}").headers().containsKey(name));
    }

    @Test
    void aCookieHasAnInputOfItsOwn() {
        assertEquals("a=b; c=d", read(",'cookie':'a=b; c=d'").headers().get("Cookie"));
        assertThrows(CallRefused.class, () -> read(",'cookie':'a\\nb'"));
        assertThrows(CallRefused.class, () -> read(",'headers':{'a b':'c'}"));
        assertThrows(CallRefused.class, () -> read(",'headers':{'a':'b\\r\\nc'}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
        ''                                                             | none           | none
        ,'body':null                                                   | none           | none
        ,'body':'text'                                                 | text/plain; charset=utf-8 | text
        ,'body':'<a/>','headers':{'content-type':'application/xml'}    | application/xml | <a/>
        ,'body':{'a':1}                                                | application/json | {"a":1}
        ,'body':[1]                                                    | application/json | [1]
        ,'body':5                                                      | application/json | 5
        ,'body':{'$content-type':'image/png','$content':'aGk='}        | image/png      | hi
        ,'body':{'$content-type':'image/png','$content':'aGk='},'headers':{'Content-Type':'a/b'} | a/b | hi
        """)
    void bodiesAreEncodedByTheirKind(String more, String type, String content) {
        Call call = read(more);
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(call.headers());
        assertEquals(type, headers.get("content-type"));
        byte[] body = call.body();
        if (content == null) {
            assertNull(body);
        } else {
            assertEquals(content, new String(Objects.requireNonNull(body), StandardCharsets.UTF_8));
        }
    }

    @Test
    void partsOfAMultipartBodyAreSeparatedByABoundary() {
        Call call = read(",'headers':{'content-type':'multipart/form-data; boundary=x'},'body':{"
                + "'$content-type':'multipart/form-data; boundary=x','$multipart':["
                + "{'headers':{'Content-Disposition':'form-data; name=a'},'body':'text'},"
                + "{'headers':{'Content-Disposition':'form-data; name=f'},"
                + "'body':{'$content-type':'image/png','$content':'aGk='}},"
                + "{'body':{'x':1}}]}");
        String type = Objects.requireNonNull(call.headers().get("Content-Type"));
        assertTrue(type.startsWith("multipart/form-data; boundary="), type);
        String boundary = type.substring(type.indexOf('=') + 1);
        assertFalse(boundary.equals("x"), "a boundary of the definition could occur in a part");
        assertEquals(
                List.of(
                        "--B",
                        "Content-Disposition: form-data; name=a",
                        "",
                        "text",
                        "--B",
                        "Content-Disposition: form-data; name=f",
                        "Content-Type: image/png",
                        "",
                        "hi",
                        "--B",
                        "Content-Type: application/json",
                        "",
                        "{\"x\":1}",
                        "--B--"),
                List.of(new String(Objects.requireNonNull(call.body()), StandardCharsets.UTF_8)
                        .replace(boundary, "B")
                        .split("\r\n")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'$content-type':'multipart/form-data','$multipart':[]}
        {'$content-type':'multipart/form-data','$multipart':'x'}
        {'$content-type':'text/plain','$multipart':[{'body':'x'}]}
        {'$content-type':'multipart/form-data','$multipart':[{'headers':{'a b':'c'},'body':'x'}]}
        {'$content-type':'multipart/form-data','$multipart':[{'headers':{'a':'c\\r\\nd: e'},'body':'x'}]}
        """)
    void wrongPartsAreRefused(String body) {
        assertThrows(CallRefused.class, () -> read(",'body':" + body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'type':'Basic','username':'a','password':'b'}     | Fixed Basic YTpi
        {'type':'basic','username':'a'}                    | Fixed Basic YTo=
        {'type':'Raw','value':'Key abc'}                   | Fixed Key abc
        {'type':'ManagedServiceIdentity'}                  | Managed https://management.azure.com/ null
        {'type':'ManagedServiceIdentity','audience':'x'}   | Managed x null
        {'type':'ManagedServiceIdentity','audience':'x','identity':'SystemAssigned'} | Managed x null
        {'type':'ManagedServiceIdentity','audience':'x','identity':'/s/i'} | Managed x /s/i
        {'type':'ClientCertificate','pfx':'AAAA','password':'p'} | Certificate 3 p
        {'type':'ActiveDirectoryOAuth','tenant':'t','audience':'a','clientId':'c','secret':'s'} | Application https://login.microsoftonline.com/t/oauth2/token a c Secret
        {'type':'ActiveDirectoryOAuth','authority':'https://login.contoso.example/','tenant':'t','audience':'a','clientId':'c','credentialType':'Secret','secret':'s'} | Application https://login.contoso.example/t/oauth2/token a c Secret
        {'type':'ActiveDirectoryOAuth','tenant':'t','audience':'a','clientId':'c','credentialType':'Certificate','pfx':'AAAA','password':''} | Application https://login.microsoftonline.com/t/oauth2/token a c SignedAssertion
        {'type':'ActiveDirectoryOAuth','tenant':'t','audience':'a','clientId':'c','pfx':'AAAA'} | Application https://login.microsoftonline.com/t/oauth2/token a c SignedAssertion
        {}                                                 | Anonymous
        """)
    void authenticationIsRead(String source, String expected) {
        Authentication read = read(",'authentication':" + source).authentication();
        assertEquals(
                expected,
                switch (read) {
                    case Authentication.Anonymous none -> "Anonymous";
                    case Authentication.Fixed fixed -> "Fixed " + fixed.authorization();
                    case Authentication.Managed managed -> "Managed " + managed.audience() + " " + managed.identity();
                    case Authentication.Certificate certificate ->
                        "Certificate " + certificate.pfx().length + " " + certificate.password();
                    case Authentication.Application a ->
                        "Application " + a.endpoint() + " " + a.audience() + " " + a.clientId() + " "
                                + a.proof().getClass().getSimpleName();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {'type':'Digest'}                                                 | 'Digest' is not supported
        {'username':'a'}                                                  | '' is not supported
        {'type':'ClientCertificate','password':'hidden'}                  | 'pfx' is missing
        {'type':'ClientCertificate','pfx':'AAAA','password':'hidden'}     | the certificate or
        {'type':'ActiveDirectoryOAuth','audience':'a','clientId':'c','secret':'hidden'} | 'tenant' is missing
        {'type':'ActiveDirectoryOAuth','tenant':'a/b','audience':'a','clientId':'c','secret':'hidden'} | 'tenant' must be
        {'type':'ActiveDirectoryOAuth','tenant':'t','clientId':'c','secret':'hidden'} | 'audience' is missing
        {'type':'ActiveDirectoryOAuth','tenant':'t','audience':'a','secret':'hidden'} | 'clientId' is missing
        {'type':'ActiveDirectoryOAuth','tenant':'t','audience':'a','clientId':'c'} | 'secret' is missing
        {'type':'ActiveDirectoryOAuth','tenant':'t','audience':'a','clientId':'c','credentialType':'x','secret':'hidden'} | 'credentialType' must be
        {'type':'ActiveDirectoryOAuth','tenant':'t','audience':'a','clientId':'c','credentialType':'Certificate'} | 'pfx' is missing
        {'type':'ActiveDirectoryOAuth','authority':'login','tenant':'t','audience':'a','clientId':'c','secret':'hidden'} | 'authority' must be
        {'type':'ActiveDirectoryOAuth','authority':'https://a/?x=','tenant':'t','audience':'a','clientId':'c','secret':'hidden'} | 'authority' must be
        {'type':'Basic','username':{}}                                    | 'username' must be a string
        {'type':'Raw','value':'a\\nhidden'}                               | not allowed in a header
        """)
    void wrongAuthenticationIsRefusedWithoutItsSecrets(String source, String message) {
        CallRefused refused = assertThrows(CallRefused.class, () -> {
            Call call = read(",'authentication':" + source);
            if (call.authentication() instanceof Authentication.Certificate certificate) {
                assertNotNull(new Certificates().read(certificate));
            }
        });
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
        assertFalse(String.valueOf(refused.getMessage()).contains("hidden"), refused::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Raw','value':'hidden'}",
                "{'type':'Basic','username':'a','password':'hidden'}",
                "{'type':'ClientCertificate','pfx':'AAAA','password':'hidden'}",
                "{'type':'ActiveDirectoryOAuth','tenant':'t','audience':'a','clientId':'c','secret':'hidden'}"
            })
    void textsOfCallsShowNoSecret(String source) {
        Call call = read(",'authentication':" + source);
        assertFalse(call.toString().contains("hidden"), call::toString);
        assertFalse(call.toString().contains("aGlkZGVu"), call::toString);
    }
}
