insert into sms_inbox (message_id, message_identity, application, originating_address, originating_address_type, destination_address,
    service_centre_address, service_centre_timestamp, service_centre_offset_minutes, received_at, text, alphabet, data_coding_scheme,
    protocol_identifier, user_data, concatenation_reference, concatenation_part, concatenation_parts,
    kind, status, message_reference, discharge_time)
values (:messageId, :identity, :application, :from, :fromType, :to,
    :serviceCentreAddress, :serviceCentreTimestamp, :serviceCentreOffsetMinutes, :receivedAt, :text, :alphabet, :dataCodingScheme,
    :protocolIdentifier, :userData, :concatenationReference, :concatenationNumber, :concatenationTotal,
    :kind, :status, :messageReference, :dischargeTime)
