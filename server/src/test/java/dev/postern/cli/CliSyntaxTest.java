package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The syntax of the command line. In the tables a vertical bar separates the arguments. */
class CliSyntaxTest {
    private static Cmdlet cmdlet(String name) {
        return CmdletTable.exchange()
                .find(name)
                .or(() -> CmdletTable.directory().find(name))
                .orElseThrow();
    }

    private static String read(String line) {
        List<String> words = List.of(line.split("\\|", -1));
        return CmdletSyntax.read(cmdlet(words.getFirst()), words.subList(1, words.size()), Path.of("."))
                .toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        get-mailbox ~ {}
        get-mailbox|box ~ {"Identity":"box"}
        Get-Mailbox|-IDENTITY|box ~ {"Identity":"box"}
        Get-Mailbox|-Identity:box:x ~ {"Identity":"box:x"}
        Get-Mailbox|-Identity| ~ {"Identity":""}
        Get-Mailbox|-Identity|$null ~ {"Identity":null}
        New-Mailbox|-Shared|-Name|a, b ~ {"Shared":true,"Name":"a, b"}
        New-Mailbox|-Name|-starts with a hyphen|-Shared ~ {"Name":"-starts with a hyphen","Shared":true}
        New-Mailbox|-Name|-|-shared:$false ~ {"Name":"-","Shared":false}
        New-Mailbox|O'Brien|-Shared:true ~ {"Name":"O'Brien","Shared":true}
        Remove-Mailbox|box|-Confirm:$false ~ {"Identity":"box","Confirm":false}
        Remove-Mailbox|box|-Confirm:false ~ {"Identity":"box","Confirm":false}
        Remove-Mailbox|box|-Confirm: ~ {"Identity":"box","Confirm":false}
        Remove-Mailbox|box|-Confirm|-WhatIf ~ {"Identity":"box","Confirm":true,"WhatIf":true}
        Set-Mailbox|box|-HiddenFromAddressListsEnabled|$true ~ {"Identity":"box","HiddenFromAddressListsEnabled":true}
        Set-Mailbox|box|-EmailAddresses|@{add='a@x','b@x';remove="c@x"} ~ {"Identity":"box","EmailAddresses":{"add":["a@x","b@x"],"remove":["c@x"]}}
        Set-Mailbox|box|-EmailAddresses|@{Add="a@x"} ~ {"Identity":"box","EmailAddresses":{"add":["a@x"]}}
        Set-Mailbox|box|-EmailAddresses|{"add":"a@x"} ~ {"Identity":"box","EmailAddresses":{"add":"a@x"}}
        Set-Mailbox|box|-EmailAddresses|SMTP:a@x,b@x ~ {"Identity":"box","EmailAddresses":["SMTP:a@x","b@x"]}
        New-DistributionGroup|g|-Members|a,b,c ~ {"Name":"g","Members":["a","b","c"]}
        New-DistributionGroup|g|-Members|a,|b ~ {"Name":"g","Members":["a","b"]}
        New-DistributionGroup|g|-Members|"a,b",'c,d' ~ {"Name":"g","Members":["a,b","c,d"]}
        New-DistributionGroup|g|-Members|O'Brien,D'Arcy ~ {"Name":"g","Members":["O'Brien","D'Arcy"]}
        Get-Mailbox|-ResultSize|Unlimited ~ {"ResultSize":"Unlimited"}
        Get-Mailbox|-Ident|box ~ {"Identity":"box"}
        Get-Mailbox|-i:box|-SORT|Name ~ {"Identity":"box","SortBy":"Name"}
        Set-Mailbox|box|-CustomAttribute1|x ~ {"Identity":"box","CustomAttribute1":"x"}
        Remove-Mailbox|box|-conf:$false ~ {"Identity":"box","Confirm":false}
        Get-AzADServicePrincipal|-SearchString|rep ~ {"DisplayNameBeginsWith":"rep"}
        Get-AzADServicePrincipal|-SearchStr|rep ~ {"DisplayNameBeginsWith":"rep"}
        Get-MgServicePrincipal|-Search|displayName:rep|-Cons|eventual ~ {"Search":"displayName:rep","ConsistencyLevel":"eventual"}
        Get-MgServicePrincipal|-Select|id,appId|-All ~ {"Property":["id","appId"],"All":true}
        New-MgServicePrincipalAppRoleAssignment|-BodyParameter|{"a":1} ~ {"BodyParameter":{"a":1}}
        """)
    void aValidLineIsParsed(String line, String json) {
        assertEquals(json, read(line));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        Get-Mailbox|-Idents|x ~ A parameter cannot be found that matches parameter name 'Idents'.
        Set-Mailbox|x|-Na|y|-D|z|-Custom|1 ~ parameter name 'Custom' is ambiguous. Possible matches include: -CustomAttribute1 -CustomAttribute2
        Get-Mailbox|-R|x ~ Possible matches include: -RecipientTypeDetails -ResultSize.
        Get-Mailbox|-|-:x ~ matches parameter name ''
        Get-Mailbox|-Identty|x ~ Did you mean Identity?
        Get-MgServicePrincipal|-Searched|x ~ matches parameter name 'Searched'
        Get-Mailbox|a|b ~ A positional parameter cannot be found that accepts argument 'b'.
        Get-Mailbox|a|-Identity|b ~ parameter 'Identity' is specified more than once
        Get-Mailbox|-Identity ~ Missing an argument for parameter 'Identity'.
        Get-Mailbox|-Identity|-Anr|x ~ Missing an argument for parameter 'Identity'.
        New-Mailbox|x|-Shared:perhaps ~ Cannot convert value "perhaps"
        Remove-Mailbox|box|-WhatIf: ~ In a shell, quote $true and $false.
        Set-Mailbox|box|-HiddenFromAddressListsEnabled|maybe ~ Cannot convert value "maybe"
        Set-Mailbox|box|-EmailAddresses|@{add ~ The hash literal was incomplete
        Set-Mailbox|box|-EmailAddresses|@{add} ~ Missing '=' operator
        New-MgServicePrincipalAppRoleAssignment|-BodyParameter|{ ~ This is not valid JSON
        New-MgServicePrincipalAppRoleAssignment|-BodyParameter|@nowhere.json ~ cannot be read
        """)
    void anInvalidLineIsRefused(String line, String text) {
        CliFailure failure = assertThrows(CliFailure.class, () -> read(line));
        assertTrue(failure.text().contains(text), failure.text());
        assertEquals(CliFailure.FAILED, failure.status());
    }

    @Test
    void omittedOptionsAreLeftToTheSettings() {
        assertEquals(new Command.Serve(new ServeOptions(Map.of(), Optional.empty())), Command.read(List.of("serve")));
    }

    @Test
    void serveAcceptsAllOfItsOptions() {
        assertEquals(
                new Command.Serve(new ServeOptions(
                        Map.of(
                                "--data", List.of("/d"),
                                "--port", List.of("0"),
                                "--tls-port", List.of("1"),
                                "--tls-name", List.of("a.example", "b.example"),
                                "--database", List.of("jdbc:postgresql://h/d"),
                                "--tenant", List.of("fabrikam.example")),
                        Optional.of(Path.of("c.yaml")))),
                Command.read(List.of(
                        "serve",
                        "--data",
                        "/d",
                        "--port=0",
                        "--tls-port",
                        "1",
                        "--tls-name",
                        "a.example",
                        "--tls-name=b.example",
                        "--database",
                        "jdbc:postgresql://h/d",
                        "--tenant",
                        "fabrikam.example",
                        "--config",
                        "c.yaml")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        serve|--prt|1 ~ Unknown option --prt. Did you mean --port?
        serve|--port ~ The value of --port is missing.
        serve|--port|1|--port|2 ~ --port is given more than once.
        serve|extra ~ Usage: ./postern serve
        demo|--twice ~ Unknown option --twice.
        audit ~ Usage: ./postern audit verify
        audit|verfy ~ Usage: ./postern audit verify
        audit|verify|--jsn ~ Unknown option --jsn. Did you mean --json?
        audit|verify|--database|mysql:x ~ The value of --database must begin with jdbc:postgresql: or jdbc:sqlite:.
        keys ~ Usage: ./postern keys rotate
        keys|rotate|--port|1 ~ Unknown option --port.
        keys|retire ~ Usage: ./postern keys retire
        sevre ~ Unknown command 'sevre'. Did you mean serve?
        Get-Mailbx ~ Did you mean Get-Mailbox?
        rm ~ Unknown command 'rm'.
        --profil|f|app ~ Unknown option --profil. Did you mean --profile?
        --versoin ~ Unknown option --versoin. Did you mean --version?
        --profile ~ The value of --profile is missing.
        --profile|f ~ The command is missing.
        --port|1|audit|verify ~ Unknown option --port.
        --data|d|sevre ~ Unknown command 'sevre'. Did you mean serve?
        --data|a|serve|--data|b ~ --data is given more than once.
        """)
    void anInvalidCommandIsRefused(String line, String text) {
        var unusable = assertInstanceOf(Command.Unusable.class, Command.read(List.of(line.split("\\|"))));
        assertTrue(unusable.message().contains(text), unusable.message());
        assertEquals(64, unusable.status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        --once|demo ~ demo|--once
        --data|/d|serve|--port|0 ~ serve|--data|/d|--port|0
        --port=0|--data|/d|serve ~ serve|--port=0|--data|/d
        audit|--json|verify ~ audit|verify|--json
        --json|audit|--data|/d|verify ~ audit|verify|--json|--data|/d
        keys|--data|/d|rotate ~ keys|rotate|--data|/d
        --data=/d|keys|--json|list ~ keys|list|--data|/d|--json
        keys|--data|/d|retire|kid ~ keys|retire|kid|--data|/d
        """)
    void optionsMayBeInAnyPlace(String line, String usual) {
        assertEquals(Command.read(List.of(usual.split("\\|"))), Command.read(List.of(line.split("\\|"))));
        assertFalse(Command.read(List.of(line.split("\\|"))) instanceof Command.Unusable);
    }

    @Test
    void optionsBeforeTheCommandOfAServerAreMovedBehindIt() {
        assertEquals(
                new Command.Remote(List.of("app", "--profile", "f", "create", "x")),
                Command.read(List.of("--profile", "f", "app", "create", "x")));
        assertEquals(new Command.Version(), Command.read(List.of("--profile", "f", "--version")));
    }

    @Test
    void otherCommandsAreParsed() {
        assertEquals(new Command.Help(), Command.read(List.of()));
        assertEquals(new Command.Version(), Command.read(List.of("--version")));
        assertEquals(new Command.Demo(true), Command.read(List.of("demo", "--once")));
        assertEquals(
                new Command.AuditVerify(
                        new AuditOptions(Optional.of(Path.of("data")), Optional.empty(), Optional.empty(), false)),
                Command.read(List.of("audit", "verify")));
        assertEquals(
                new Command.AuditVerify(new AuditOptions(
                        Optional.empty(), Optional.of("jdbc:postgresql://h/d"), Optional.of(Path.of("h.json")), true)),
                Command.read(List.of(
                        "audit", "verify", "--head", "h.json", "--json", "--database", "jdbc:postgresql://h/d")));
        assertEquals(
                new Command.KeysRotate(new ServeOptions(Map.of("--data", List.of("/d")), Optional.empty())),
                Command.read(List.of("keys", "rotate", "--data", "/d")));
        assertEquals(
                new Command.Remote(List.of("get-mailbox", "-Identity", "x")),
                Command.read(List.of("get-mailbox", "-Identity", "x")));
        assertTrue(Usage.text().contains("Test-ApplicationAccessPolicy"));
    }
}
