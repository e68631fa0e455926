package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineCallerTest {
    @ParameterizedTest
    @CsvSource({
        "169.254.169.254,true",
        "169.254.169.254:80,true",
        "169.254.169.254:40342,false",
        "localhost:40342,true",
        "LOCALHOST:40342,true",
        "127.0.0.1:40342,true",
        "[::1]:40342,true",
        "localhost,false",
        "127.0.0.1:80,false",
        "localhost:8080,false",
        "localhost.:40342,false",
        "rebind.attacker.example:40342,false",
        "127.0.0.1.attacker.example:40342,false",
        "169.254.169.254.attacker.example,false",
        "127.0.0.2:40342,false",
        "'',false"
    })
    void onlyTheHostOfTheProtocolIsAccepted(String host, boolean meant) {
        assertEquals(meant, MachineCaller.isAddressed(List.of(host), 40342));
        assertEquals(false, MachineCaller.isAddressed(List.of(host, host), 40342), "twice");
        assertEquals(false, MachineCaller.isAddressed(List.of(), 40342), "none");
    }

    @Test
    void onlyThisMachineIsLocal() {
        for (String peer : List.of("127.0.0.1", "127.8.8.8", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1")) {
            assertEquals(true, MachineCaller.isLocal(peer), peer);
        }
        for (String peer : List.of("10.0.0.1", "169.254.169.254", "0.0.0.0", "fe80::1", "localhost", "")) {
            assertEquals(false, MachineCaller.isLocal(peer), peer);
        }
    }
}
