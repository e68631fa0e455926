package dev.postern.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.console.page.FormFields;
import dev.postern.http.BadRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only cmdlets that change access are accepted, with parameters that are known; nothing is read as free text. */
class ProposedChangeTest {
    private static FormFields form(String... pairs) {
        var values = new LinkedHashMap<String, List<String>>();
        for (int at = 0; at < pairs.length; at += 2) {
            values.put(pairs[at], List.of(pairs[at + 1]));
        }
        return new FormFields(values);
    }

    @Test
    void aCommandOfTheServerBecomesFieldsAndACommandAgain() {
        String command = "New-ApplicationAccessPolicy -AccessRight DenyAccess -AppId 1 -PolicyScopeGroupId"
                + " 'o'\\''brien & \"co\"@contoso.example'";
        ProposedChange change = ProposedChange.read(List.of(command)).orElseThrow();
        assertEquals(
                Map.of(
                        "1.cmdlet",
                        "New-ApplicationAccessPolicy",
                        "1.AccessRight",
                        "DenyAccess",
                        "1.AppId",
                        "1",
                        "1.PolicyScopeGroupId",
                        "o'brien & \"co\"@contoso.example"),
                change.fields());
        assertEquals("./postern " + command, change.command());
        assertEquals(
                "[{\"cmdlet\":\"New-ApplicationAccessPolicy\",\"parameters\":{\"AccessRight\":\"DenyAccess\",\"AppId\":[\"1\"],\"PolicyScopeGroupId\":\"o'brien"
                    + " & \\\"co\\\"@contoso.example\"}}]",
                change.plan().toString());
    }

    @Test
    void severalCommandsKeepTheirOrder() {
        ProposedChange change = ProposedChange.read(List.of(
                        "New-DistributionGroup -Name g -Type Security -Members kim@contoso.example,lee@contoso.example",
                        "New-ApplicationAccessPolicy -AccessRight RestrictAccess -AppId 1 -PolicyScopeGroupId g"))
                .orElseThrow();
        assertEquals(
                List.of("New-DistributionGroup", "New-ApplicationAccessPolicy"),
                change.cmdlets().stream().map(ProposedCmdlet::name).toList());
        assertEquals(
                change,
                ProposedChange.of(form(change.fields().entrySet().stream()
                        .flatMap(entry -> List.of(entry.getKey(), entry.getValue()).stream())
                        .toArray(String[]::new))));
        assertEquals(
                "[\"kim@contoso.example\",\"lee@contoso.example\"]",
                change.cmdlets().getFirst().parameters().path("Members").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Remove-MgApplicationPassword -ApplicationId 1 -KeyId 2",
                "Get-Mailbox -Identity a",
                "New-Mailbox -Name a",
                "Set-Mailbox -Identity a -GrantSendOnBehalfTo b",
                "Remove-DistributionGroup -Identity a -WhatIf x",
                "Remove-DistributionGroup a",
                "Remove-DistributionGroup -Identity a -Identity b",
                "Remove-DistributionGroup -Identity 'a",
                "remove-distributiongroup -Identity a",
                ""
            })
    void otherCommandsAreNotRun(String command) {
        assertTrue(ProposedChange.read(List.of(command)).isEmpty(), command);
        assertTrue(ProposedChange.read(List.of("Remove-ManagementScope -Identity a", command))
                .isEmpty());
    }

    @Test
    void aFormWithAnotherCmdletOrParameterIsRefused() {
        assertEquals(
                "a",
                ProposedChange.of(form("1.cmdlet", "Remove-ManagementScope", "1.Identity", "a"))
                        .cmdlets()
                        .getFirst()
                        .value("Identity"));
        for (FormFields refused : List.of(
                form(),
                form("1.cmdlet", "New-Mailbox", "1.Name", "a"),
                form("1.cmdlet", "Remove-ManagementScope", "1.Identity", "a", "1.Confirm", "x"),
                form("1.cmdlet", "Remove-ManagementScope", "1.Identity", "a".repeat(2_001)),
                form("2.cmdlet", "Remove-ManagementScope", "2.Identity", "a"))) {
            assertThrows(BadRequest.class, () -> ProposedChange.of(refused));
        }
        var many = new LinkedHashMap<String, List<String>>();
        for (int number = 1; number <= 20; number++) {
            many.put(number + ".cmdlet", List.of("Remove-ManagementScope"));
        }
        assertEquals(20, ProposedChange.of(new FormFields(many)).cmdlets().size());
        many.put("21.cmdlet", List.of("Remove-ManagementScope"));
        assertThrows(BadRequest.class, () -> ProposedChange.of(new FormFields(many)));
    }

    @Test
    void whatIsOfferedExists() {
        assertTrue(AccessCmdlets.permissions().contains("Mail.Read"));
        assertFalse(AccessCmdlets.permissions().contains("Mail Full Access"));
        assertTrue(AccessCmdlets.parameter("Set-Mailbox", "CustomAttribute15").isPresent());
        assertTrue(AccessCmdlets.parameter(AccessCmdlets.NEW_GRANT, "AppRoleId").isPresent());
    }
}
