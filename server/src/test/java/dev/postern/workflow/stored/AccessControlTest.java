package dev.postern.workflow.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.stored.AccessControl.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which callers the access control of a workflow lets through. */
class AccessControlTest {
    private static AccessControl read(String source) {
        return AccessControl.read(JsonValues.parse(source.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {}                                                       | 192.0.2.1     | true
        []                                                       | 192.0.2.1     | false
        [{'addressRange':'192.0.2.0/24'}]                        | 192.0.2.255   | true
        [{'addressRange':'192.0.2.0/24'}]                        | 192.0.3.0     | false
        [{'addressRange':'192.0.2.0/24'}]                        | 2001:db8::1   | false
        [{'addressRange':'192.0.2.7'}]                           | 192.0.2.7     | true
        [{'addressRange':'192.0.2.7'}]                           | 192.0.2.8     | false
        [{'addressRange':'192.0.2.3-192.0.2.200'}]               | 192.0.2.3     | true
        [{'addressRange':'192.0.2.3 - 192.0.2.200'}]             | 192.0.2.200   | true
        [{'addressRange':'192.0.2.3-192.0.2.200'}]               | 192.0.2.201   | false
        [{'addressRange':'192.0.2.3-192.0.2.200'}]               | 192.0.2.2     | false
        [{'addressRange':'10.0.0.0/8'},{'addressRange':'::1'}]   | 0:0:0:0:0:0:0:1 | true
        [{'addressRange':'2001:db8::/32'}]                       | 2001:db8:1::9 | true
        [{'addressRange':'2001:db8::/32'}]                       | name.example  | false
        """)
    void addressesMustBeInARange(String ranges, String peer, boolean allowed) {
        AccessControl control = read(
                ranges.equals("{}") ? "{'triggers':{}}" : "{'triggers':{'allowedCallerIpAddresses':" + ranges + "}}");
        assertEquals(allowed, control.allows(Part.TRIGGERS, peer));
        assertTrue(control.allows(Part.CONTENTS, peer), "other parts are open");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        []                                                                          | must be an object
        {'trigger':{}}                                                              | 'accessControl.trigger' is not supported
        {'triggers':{'x':1}}                                                        | 'accessControl.triggers.x' is not supported
        {'triggers':{'allowedCallerIpAddresses':{}}}                                | must be an array
        {'triggers':{'allowedCallerIpAddresses':[{'addressRange':'192.0.2.0/33'}]}} | 'accessControl.triggers.allowedCallerIpAddresses'
        {'contents':{'allowedCallerIpAddresses':[{'addressRange':'192.0.2.1/24'}]}} | '192.0.2.1/24'
        {'contents':{'allowedCallerIpAddresses':[{'addressRange':'192.0.2.9-192.0.2.1'}]}} | is not valid
        {'contents':{'allowedCallerIpAddresses':[{'addressRange':'192.0.2.9-::1'}]}} | is not valid
        {'contents':{'allowedCallerIpAddresses':[{'addressRange':'name.example'}]}} | is not valid
        {'contents':{'allowedCallerIpAddresses':['192.0.2.1']}}                     | is not valid
        {'actions':{'openAuthenticationPolicies':{'policies':{'p':{'claims':[{'name':'iss','value':'x'}]}}}}} | only triggers
        {'triggers':{'openAuthenticationPolicies':{'policies':{'p':{'type':'AADPOP','claims':[]}}}}} | 'AADPOP'
        {'triggers':{'openAuthenticationPolicies':{'policies':{'p':{'type':'AAD','claims':[]}}}}} | the issuer
        {'triggers':{'openAuthenticationPolicies':{'policies':{'p':{'claims':[{'name':'aud','value':'x'}]}}}}} | the issuer
        {'triggers':{'openAuthenticationPolicies':{'policies':{'p':{'claims':[{'name':'iss','value':''}]}}}}} | with 'name' and 'value'
        """)
    void whatIsNotUnderstoodIsRefusedWithItsPlace(String source, String message) {
        String found = String.valueOf(
                assertThrows(Deployment.NotDeployable.class, () -> read(source)).getMessage());
        assertTrue(found.contains(message), found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        iss=https://sts.windows.net/t/ aud=api roles=A,B | true
        iss=https://sts.windows.net/t aud=api/ roles=B   | true
        iss=https://sts.windows.net/t aud=API roles=B    | true
        iss=https://sts.windows.net/t aud=api roles=A    | false
        iss=https://sts.windows.net/t roles=B            | false
        iss=https://sts.windows.net/u aud=api roles=B    | false
        iss=other sub=x                                  | true
        iss=other sub=y                                  | false
        aud=api                                          | false
        """)
    void oneWholePolicyMustMatch(String claims, boolean accepted) {
        AccessControl control = read("{'triggers':{'openAuthenticationPolicies':{'policies':{"
                + "'a':{'type':'AAD','claims':[{'name':'iss','value':'https://sts.windows.net/t/'},"
                + "{'name':'aud','value':'api'},{'name':'roles','value':'B'}]},"
                + "'b':{'claims':[{'name':'iss','value':'other'},{'name':'sub','value':'x'}]}}}}}");
        Map<String, Set<String>> given = new HashMap<>();
        for (String claim : claims.split(" ")) {
            given.put(claim.split("=")[0], Set.of(claim.split("=")[1].split(",")));
        }
        assertTrue(control.hasPolicies());
        assertEquals(accepted, control.accepts(given));
    }
}
