package dev.postern.workflow.stored;

import dev.postern.outbound.AddressRange;
import dev.postern.query.Folding;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who may use a workflow, beyond tokens and signatures: the addresses that callers may come from, and the claims of tokens that may start
 * runs.
 *
 * @param parts by the part of the workflow; a part that is not listed is open to all addresses
 */
public record AccessControl(Map<Part, Rule> parts) {
    static final String MEMBER = "accessControl";
    private static final AccessControl OPEN = new AccessControl(Map.of());
    private static final int MAX_RANGES = 200;
    private static final int MAX_POLICIES = 20;
    private static final int MAX_CLAIMS = 50;

    /** What is protected. */
    public enum Part {
        /** Starting runs by callback URLs. */
        TRIGGERS("triggers"),
        /** Inputs and outputs by signed links. */
        CONTENTS("contents"),
        /** The actions of runs in the management API. */
        ACTIONS("actions"),
        /** The management API. */
        MANAGEMENT("workflowManagement");

        private final String member;

        Part(String member) {
            this.member = member;
        }
    }

    /**
     * The rule of one part.
     *
     * @param ranges null if all addresses are allowed
     * @param policies the claims that a token must have, by the name of the policy; one policy suffices
     */
    public record Rule(@Nullable List<Range> ranges, Map<String, Map<String, String>> policies) {}

    /** Addresses from first to last, or a range in CIDR notation. */
    private sealed interface Range {
        boolean contains(InetAddress address);
    }

    private record Network(AddressRange range) implements Range {
        @Override
        public boolean contains(InetAddress address) {
            return range.contains(address);
        }
    }

    private record Span(byte[] first, byte[] last) implements Range {
        @Override
        public boolean contains(InetAddress address) {
            byte[] given = address.getAddress();
            return given.length == first.length
                    && Arrays.compareUnsigned(first, given) <= 0
                    && Arrays.compareUnsigned(given, last) <= 0;
        }
    }

    /** The access control of a stored workflow. */
    public static AccessControl of(WorkflowRow row) {
        return read(row.resource().path(MEMBER));
    }

    /** Throws {@link Deployment.NotDeployable} with the place of what is wrong or not supported. */
    static AccessControl read(JsonNode source) {
        if (source.isMissingNode() || source.isNull()) {
            return OPEN;
        }
        known(
                "accessControl",
                source,
                Arrays.stream(Part.values()).map(part -> part.member).toList());
        var parts = new LinkedHashMap<Part, Rule>();
        for (Part part : Part.values()) {
            JsonNode rule = source.path(part.member);
            if (!rule.isMissingNode() && !rule.isNull()) {
                parts.put(part, rule(part, rule, "accessControl." + part.member));
            }
        }
        return new AccessControl(parts);
    }

    private static Rule rule(Part part, JsonNode source, String place) {
        known(place, source, List.of("allowedCallerIpAddresses", "openAuthenticationPolicies"));
        JsonNode policies = source.path("openAuthenticationPolicies").path("policies");
        if (part != Part.TRIGGERS && !policies.isEmpty()) {
            throw new Deployment.NotDeployable("The property '" + place
                    + ".openAuthenticationPolicies' is not supported by Postern; only triggers have such policies.");
        }
        return new Rule(ranges(source.path("allowedCallerIpAddresses"), place), policies(policies, place));
    }

    private static @Nullable List<Range> ranges(JsonNode source, String place) {
        if (source.isMissingNode() || source.isNull()) {
            return null;
        }
        if (!source.isArray() || source.size() > MAX_RANGES) {
            throw new Deployment.NotDeployable("The property '" + place
                    + ".allowedCallerIpAddresses' must be an array of at most " + MAX_RANGES + " ranges.");
        }
        var ranges = new ArrayList<Range>();
        for (JsonNode one : source) {
            ranges.add(range(one.path("addressRange").asString("").strip(), place));
        }
        return ranges;
    }

    private static Range range(String text, String place) {
        try {
            int dash = text.indexOf('-');
            if (dash < 0) {
                return new Network(AddressRange.parse(text));
            }
            byte[] first =
                    InetAddress.ofLiteral(text.substring(0, dash).strip()).getAddress();
            byte[] last =
                    InetAddress.ofLiteral(text.substring(dash + 1).strip()).getAddress();
            if (first.length == last.length && Arrays.compareUnsigned(first, last) <= 0) {
                return new Span(first, last);
            }
        } catch (IllegalArgumentException e) {
            // handled like any other text that is not a range
        }
        throw new Deployment.NotDeployable("The address range '" + text + "' in '" + place
                + ".allowedCallerIpAddresses' is not valid. Use '192.0.2.0/24', '192.0.2.1-192.0.2.9' or an address.");
    }

    private static Map<String, Map<String, String>> policies(JsonNode source, String place) {
        String at = place + ".openAuthenticationPolicies";
        if (source.size() > MAX_POLICIES) {
            throw new Deployment.NotDeployable(
                    "The property '" + at + "' has more than " + MAX_POLICIES + " policies.");
        }
        var policies = new LinkedHashMap<String, Map<String, String>>();
        for (Map.Entry<String, JsonNode> policy : source.properties()) {
            String name = at + ".policies." + policy.getKey();
            String type = policy.getValue().path("type").asString("AAD");
            if (!type.equalsIgnoreCase("AAD")) {
                throw new Deployment.NotDeployable(
                        "The type '" + type + "' of '" + name + "' is not supported by Postern; 'AAD' is.");
            }
            policies.put(policy.getKey(), claims(policy.getValue().path("claims"), name));
        }
        return policies;
    }

    /** Without the issuer, tokens of any tenant would do. */
    private static Map<String, String> claims(JsonNode source, String place) {
        var claims = new LinkedHashMap<String, String>();
        for (JsonNode claim : source) {
            claims.put(claim.path("name").asString(""), claim.path("value").asString(""));
        }
        boolean blank = claims.containsKey("") || claims.containsValue("");
        if (blank || !claims.containsKey("iss") || claims.size() > MAX_CLAIMS) {
            throw new Deployment.NotDeployable("The claims of '" + place + "' must be 1 to " + MAX_CLAIMS
                    + " objects with 'name' and 'value'. One of them must be the issuer, 'iss'.");
        }
        return claims;
    }

    private static void known(String place, JsonNode source, List<String> members) {
        if (!source.isObject()) {
            throw new Deployment.NotDeployable("The property '" + place + "' must be an object.");
        }
        for (String member : source.propertyNames()) {
            if (!members.contains(member)) {
                throw new Deployment.NotDeployable(
                        "The property '" + place + "." + member + "' is not supported by Postern.");
            }
        }
    }

    /** Returns whether a caller at this address may use a part. */
    public boolean allows(Part part, String peer) {
        Rule rule = parts.get(part);
        List<Range> ranges = rule == null ? null : rule.ranges();
        if (ranges == null) {
            return true;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(peer);
            return ranges.stream().anyMatch(range -> range.contains(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns whether triggers accept tokens. */
    public boolean hasPolicies() {
        Rule rule = parts.get(Part.TRIGGERS);
        return rule != null && !rule.policies().isEmpty();
    }

    /** Returns whether a token with these claims satisfies one of the policies of triggers. */
    public boolean accepts(Map<String, Set<String>> claims) {
        Rule rule = parts.get(Part.TRIGGERS);
        return rule != null
                && rule.policies().values().stream()
                        .anyMatch(policy -> policy.entrySet().stream()
                                .allMatch(wanted -> claims.getOrDefault(wanted.getKey(), Set.of()).stream()
                                        .anyMatch(value -> same(value, wanted.getValue()))));
    }

    /** The slash at the end of issuers and audiences differs between tools. */
    private static boolean same(String one, String other) {
        return Folding.lower(bare(one)).equals(Folding.lower(bare(other)));
    }

    private static String bare(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
