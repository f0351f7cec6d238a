/** The fields that `projection.ts` keeps wherever they stand: a reader's new field is one more name here. */

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}

/** Read wherever they stand, and so is what they hold. */
export const names = [
  // extensions, and Any in JSON
  `
    @type name typed_config config hidden_envoy_deprecated_config type_url value
  `,
  // entries of the sections and what is around them
  `
    version_info last_updated active_state warming_state draining_state error_state failed_configuration
    details last_update_attempt listener cluster endpoint_config route_config secret bootstrap ecds_filter
  `,
  // listeners
  `
    address additional_addresses socket_address port_value protocol ipv4_compat pipe path
    envoy_internal_address server_listener_name endpoint_id bind_to_port deprecated_v1 use_original_dst
    hidden_envoy_deprecated_use_original_dst traffic_direction listener_filters listener_filters_timeout
    continue_on_listener_filters_timeout filter_disabled or_match and_match not_match any_match rules
    destination_port_range start end use_proxy_proto close_connection_on_client_hello_parsing_errors
    allow_requests_without_proxy_protocol filter_chains default_filter_chain filter_chain_match
    destination_port prefix_ranges address_prefix prefix_len server_names sni_domains transport_protocol
    application_protocols direct_source_prefix_ranges source_type source_prefix_ranges source_ports
  `,
  // network and HTTP filters
  `
    filters codec_type rds route_config_name http_filters disabled alpn_override upstream_protocol policy
    peers mtls mode allow_tls response inline_string weighted_clusters clusters weight tunneling_config
    hostname action condition ignore_port_in_host_matching strip_any_host_port strip_matching_host_port
  `,
  // clusters
  `
    type cluster_type all_addresses_in_single_endpoint eds_cluster_config service_name lb_policy
    connect_timeout original_dst_lb_config upstream_port_override common_lb_config healthy_panic_threshold alt_stat_name load_assignment hosts hidden_envoy_deprecated_hosts
    upstream_http_protocol_options auto_sni auto_san_validation override_auto_sni_header
    explicit_http_config protocol_selection hidden_envoy_deprecated_protocol_selection
  `,
  // transport sockets
  `
    transport_socket transport_socket_matches tls_context hidden_envoy_deprecated_tls_context
    upstream_tls_context downstream_tls_context tls_socket_config common_tls_context tls_params
    tls_minimum_protocol_version tls_maximum_protocol_version cipher_suites ecdh_curves signature_algorithms
    alpn_protocols tls_certificates tls_certificate certificate_chain tls_certificate_sds_secret_configs
    validation_context_sds_secret_config combined_validation_context default_validation_context
    validation_context custom_tls_certificate_selector sni auto_host_sni auto_sni_san_validation
    allow_renegotiation require_client_certificate full_scan_certs_on_sni_mismatch filename
    environment_variable inline_bytes facts trusted_ca crl verify_certificate_hash verify_certificate_spki
    trust_chain_verification allow_expired_certificate only_verify_leaf_cert_crl max_verify_depth
    match_typed_subject_alt_names match_subject_alt_names verify_subject_alt_name
    hidden_envoy_deprecated_verify_subject_alt_name san_type matcher oid exact prefix suffix contains
    safe_regex regex hidden_envoy_deprecated_regex ignore_case custom_validator_config trust_bundles
    trust_domains trust_bundle
  `,
  // endpoints, and the hosts of /clusters
  `
    cluster_name endpoints lb_endpoints endpoint health_status load_balancing_weight priority
    eds_service_name host_statuses failed_active_health_check failed_outlier_check eds_health_status
  `,
  // /certs
  `
    ca_cert cert_chain subject_alt_names uri dns ip_address serial_number valid_from expiration_time
  `,
  // routes
  `
    virtual_hosts domains retry_policy require_tls num_retries retry_on
  `,
  // bootstrap
  `
    static_resources listeners secrets user_agent_build_version version major_number minor_number patch
    build_version hidden_envoy_deprecated_build_version
  `,
].flatMap(words);

/** Whether they are there tells something; what they hold is never looked at. */
export const presences = words(`
  private_key private_key_provider pkcs12 session_ticket_keys generic_secret sds_config
  tls_certificate_certificate_provider tls_certificate_certificate_provider_instance
  tls_certificate_provider_instance ca_certificate_provider_instance system_root_certs internal_listener
  udp_listener_config api_listener vhds validate_clusters added_via_api use_downstream_protocol_config
  auto_config http2_protocol_options dynamic_resources hidden_envoy_deprecated_http2_protocol_options
`);
